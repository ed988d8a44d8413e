package dev.podo.simulator.invariants;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.store.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What holds in every cluster at all times.
public final class Invariants {
  private static final String PODS = Pods.KIND.storageKey();

  private Invariants() {}

  public static List<Invariant> always() {
    return List.of(
        Invariants::boundOnce,
        Invariants::nodesTakeNoMoreThanTheyHave,
        Invariants::addressesAreUnique,
        Invariants::identityNeverChanges,
        new OwnersExisted());
  }

  static Stream<Pod> pods(SortedMap<Key, ApiObject> objects) {
    // A kind's keys are next to each other: from the least of this kind to the least after it.
    return objects.subMap(new Key(PODS, "", "\1"), new Key(PODS + "\1", "", "\1")).values().stream()
        .map(Pods.KIND::cast);
  }

  private static void boundOnce(Change change, SortedMap<Key, ApiObject> objects) {
    if (change.before() instanceof Pod before && change.after() instanceof Pod after) {
      var was = before.spec().nodeName();
      var is = after.spec().nodeName();
      if (sameUid(before, after) && !was.isEmpty() && !was.equals(is)) {
        throw new ViolationException(change + ": moved from " + was + " to \"" + is + "\"");
      }
    }
  }

  private static boolean sameUid(ApiObject one, ApiObject other) {
    return one.metadata().uid().equals(other.metadata().uid());
  }

  private static void identityNeverChanges(Change change, SortedMap<Key, ApiObject> objects) {
    var before = change.before();
    var after = change.after();
    if (before != null && after != null && !sameUid(before, after)) {
      throw new ViolationException(change + ": became another object without a deletion");
    }
  }

  private static void nodesTakeNoMoreThanTheyHave(
      Change change, SortedMap<Key, ApiObject> objects) {
    if (!(change.after() instanceof Pod pod) || pod.spec().nodeName().isEmpty()) {
      return;
    }
    var name = pod.spec().nodeName();
    if (!(objects.get(new Key(Nodes.KIND.storageKey(), "", name)) instanceof Node node)) {
      return;
    }
    var taken = new TreeMap<String, Quantity>();
    pods(objects)
        .filter(each -> each.spec().nodeName().equals(name) && !Pods.isTerminal(each))
        .forEach(each -> add(taken, each));
    node.status()
        .allocatable()
        .forEach((resource, most) -> {
          var sum = taken.get(resource);
          if (sum != null && sum.compareTo(most) > 0) {
            throw new ViolationException(
                "%s: node %s has %s of %s, its pods ask for %s"
                    .formatted(change, name, most, resource, sum));
          }
        });
  }

  private static void add(SortedMap<String, Quantity> taken, Pod pod) {
    PodResources.requests(pod.spec())
        .forEach((resource, amount) -> taken.merge(resource, amount, Quantity::add));
    taken.merge("pods", Quantity.of(1), Quantity::add);
  }

  private static void addressesAreUnique(Change change, SortedMap<Key, ApiObject> objects) {
    if (!(change.after() instanceof Pod pod) || !holdsAddress(pod)) {
      return;
    }
    var ip = pod.status().podIP();
    pods(objects)
        .filter(each -> holdsAddress(each) && each.status().podIP().equals(ip))
        .filter(each -> !sameUid(each, pod))
        .findFirst()
        .ifPresent(other -> {
          throw new ViolationException(
              change + ": has " + ip + " as has " + other.metadata().name());
        });
  }

  /// A pod that ends gives its address back before the API hears of it.
  private static boolean holdsAddress(Pod pod) {
    return !pod.status().podIP().isEmpty()
        && !pod.spec().hostNetwork()
        && !Pods.isTerminal(pod)
        && !Pods.isTerminating(pod);
  }

  /// An owner reference names an object that was there at some time.
  private static final class OwnersExisted implements Invariant {
    private final Set<String> uids = new HashSet<>();

    @Override
    public void check(Change change, SortedMap<Key, ApiObject> objects) {
      var after = change.after();
      if (after == null) {
        return;
      }
      uids.add(after.metadata().uid());
      var controllers = 0;
      for (var owner : after.metadata().ownerReferences()) {
        controllers += Boolean.TRUE.equals(owner.controller()) ? 1 : 0;
        if (!uids.contains(owner.uid())) {
          throw new ViolationException(
              "%s: is owned by %s %s (%s), which never was"
                  .formatted(change, owner.kind(), owner.name(), owner.uid()));
        }
      }
      if (controllers > 1) {
        throw new ViolationException(change + ": has " + controllers + " controllers");
      }
    }
  }
}
