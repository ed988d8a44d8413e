package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.Resources;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class NodeResourcesFitFilter implements Filter {
  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public String describes() {
    return "The requests of a node's pods together do not exceed what it has, nor their number.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(
        ClusterChange.NODE_ADDED, ClusterChange.NODE_ALLOCATABLE, ClusterChange.POD_GONE);
  }

  @Override
  public NodeTest prepare(PodState pod, ClusterState cluster) {
    return node -> test(pod, node);
  }

  private @Nullable Rejection test(PodState pod, NodeState node) {
    var taken = node.requested();
    var count = node.pods().size();
    if (!node.nominated().isEmpty()) {
      taken = taken.copy();
      for (var other : node.nominated()) {
        if (goesFirst(other, pod)) {
          taken.add(other.requests());
          count++;
        }
      }
    }
    if (count < node.room() && fits(pod.requests(), taken, node.allocatable())) {
      return null;
    }
    return explain(pod, node, taken, count);
  }

  /// Whether room that was made for `other` is kept from `pod`.
  static boolean goesFirst(PodState other, PodState pod) {
    return other.priority() >= pod.priority() && !other.uid().equals(pod.uid());
  }

  private static boolean fits(Resources wanted, Resources taken, Resources of) {
    if (!enough(wanted.milliCpu(), taken.milliCpu(), of.milliCpu())
        || !enough(wanted.memory(), taken.memory(), of.memory())
        || !enough(wanted.ephemeralStorage(), taken.ephemeralStorage(), of.ephemeralStorage())) {
      return false;
    }
    for (var other : wanted.others().entrySet()) {
      if (!enough(other.getValue(), amount(taken, other.getKey()), amount(of, other.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean enough(long wanted, long taken, long of) {
    return wanted == 0 || wanted <= of - taken;
  }

  private static long amount(Resources resources, String name) {
    return resources.others().getOrDefault(name, 0L);
  }

  private Rejection explain(PodState pod, NodeState node, Resources taken, int count) {
    var reasons = new ArrayList<String>();
    var wanted = pod.requests();
    var of = node.allocatable();
    if (count >= node.room()) {
      reasons.add("Too many pods");
    }
    insufficient(
        reasons, Resources.CPU, enough(wanted.milliCpu(), taken.milliCpu(), of.milliCpu()));
    insufficient(reasons, Resources.MEMORY, enough(wanted.memory(), taken.memory(), of.memory()));
    insufficient(
        reasons,
        Resources.EPHEMERAL_STORAGE,
        enough(wanted.ephemeralStorage(), taken.ephemeralStorage(), of.ephemeralStorage()));
    wanted
        .others()
        .forEach((name, amount) ->
            insufficient(reasons, name, enough(amount, amount(taken, name), amount(of, name))));
    var fitsWhenEmpty = node.room() > 0 && fits(wanted, new Resources(), of);
    return new Rejection(name(), List.copyOf(reasons), fitsWhenEmpty);
  }

  private static void insufficient(List<String> reasons, String resource, boolean enough) {
    if (!enough) {
      reasons.add("Insufficient " + resource);
    }
  }
}
