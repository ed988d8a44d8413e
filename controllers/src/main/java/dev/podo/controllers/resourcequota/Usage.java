package dev.podo.controllers.resourcequota;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an object uses of what quotas limit. How it is counted is upstream's
/// (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
final class Usage {
  private static final Quantity ONE = Quantity.of(1);
  private static final String COUNT = "count/";
  private static final String REQUESTS = "requests.";
  private static final String LIMITS = "limits.";
  private static final String STORAGE = REQUESTS + ResourceLists.STORAGE;
  private static final String NODE_PORTS = "services.nodeports";
  private static final String LOAD_BALANCERS = "services.loadbalancers";
  private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
  private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
  private static final String CLAIMS = "persistentvolumeclaims";

  // The kinds whose objects are counted by their bare names as well. Pods are not among them: of
  // those, only the living count.
  private static final Set<String> COUNTED =
      Set.of(
          "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", CLAIMS);
  private static final List<String> COMPUTED =
      List.of(ResourceNames.CPU, ResourceNames.MEMORY, ResourceNames.EPHEMERAL_STORAGE);

  private Usage() {}

  /// Which names in a quota are about objects of this kind.
  static Predicate<String> namesOf(Kind<?> kind) {
    var count = COUNT + kind.groupResource();
    var counted = isCounted(kind);
    return name ->
        name.equals(count)
            || (counted && name.equals(kind.plural()))
            || (kind.equals(Pods.KIND) && isOfPods(name))
            || (kind.equals(Services.KIND)
                && (name.equals(NODE_PORTS) || name.equals(LOAD_BALANCERS)))
            || (kind.equals(PersistentVolumeClaims.KIND) && isOfClaims(name));
  }

  private static boolean isCounted(Kind<?> kind) {
    return kind.group().isEmpty() && COUNTED.contains(kind.plural());
  }

  private static boolean isOfPods(String name) {
    if (name.equals("pods") || ResourceNames.isHugePages(name) || COMPUTED.contains(name)) {
      return true;
    }
    if (name.startsWith(LIMITS)) {
      return COMPUTED.contains(name.substring(LIMITS.length()));
    }
    if (!name.startsWith(REQUESTS)) {
      return false;
    }
    var asked = name.substring(REQUESTS.length());
    return COMPUTED.contains(asked)
        || ResourceNames.isHugePages(asked)
        || !ResourceNames.isNative(name);
  }

  private static boolean isOfClaims(String name) {
    return name.equals(STORAGE)
        || name.endsWith(OF_CLASS + STORAGE)
        || name.endsWith(OF_CLASS + CLAIMS);
  }

  /// Whether a change of an object may change what it uses.
  ///
  /// @param before null when it is new
  /// @param after null when it is gone
  static boolean differs(@Nullable ApiObject before, @Nullable ApiObject after) {
    if (before instanceof Pod old && after instanceof Pod now) {
      return Pods.isTerminal(old) != Pods.isTerminal(now)
          || !old.spec().equals(now.spec())
          || !Objects.equals(countsUntil(old), countsUntil(now));
    }
    if (before instanceof Service old && after instanceof Service now) {
      return !old.spec().equals(now.spec());
    }
    if (before instanceof PersistentVolumeClaim old && after instanceof PersistentVolumeClaim now) {
      return !old.spec().equals(now.spec()) || !old.status().equals(now.status());
    }
    return before == null || after == null;
  }

  /// The amounts by their names in quotas.
  static SortedMap<String, Quantity> of(Kind<?> kind, ApiObject object, Instant now) {
    var used = new TreeMap<String, Quantity>();
    used.put(COUNT + kind.groupResource(), ONE);
    if (isCounted(kind)) {
      used.put(kind.plural(), ONE);
    }
    switch (object) {
      case Pod pod when counts(pod, now) -> addPod(pod, used);
      case Service service -> addService(service, used);
      case PersistentVolumeClaim claim -> addClaim(claim, used);
      default -> {
        // It is just one more.
      }
    }
    return used;
  }

  /// A Pod that has ended uses nothing, and neither does one that should have been gone for as long
  /// as it had to say good-bye: its node may be lost.
  private static boolean counts(Pod pod, Instant now) {
    var until = countsUntil(pod);
    return !Pods.isTerminal(pod) && (until == null || !now.isAfter(until));
  }

  /// Null for a Pod that is not to go.
  static @Nullable Instant countsUntil(Pod pod) {
    var end = pod.metadata().deletionTimestamp();
    var grace = pod.metadata().deletionGracePeriodSeconds();
    return end == null || grace == null ? null : end.plusSeconds(grace);
  }

  private static void addPod(Pod pod, SortedMap<String, Quantity> used) {
    used.put("pods", ONE);
    PodResources.requests(pod.spec())
        .forEach((name, amount) -> {
          if (COMPUTED.contains(name) || ResourceNames.isHugePages(name)) {
            used.put(name, amount);
            used.put(REQUESTS + name, amount);
          } else if (ResourceNames.isExtended(name)) {
            used.put(REQUESTS + name, amount);
          }
        });
    PodResources.limits(pod.spec())
        .forEach((name, amount) -> {
          if (COMPUTED.contains(name)) {
            used.put(LIMITS + name, amount);
          }
        });
  }

  private static void addService(Service service, SortedMap<String, Quantity> used) {
    var spec = service.spec();
    switch (spec.type()) {
      case "NodePort" -> used.put(NODE_PORTS, Quantity.of(spec.ports().size()));
      case "LoadBalancer" -> {
        used.put(LOAD_BALANCERS, ONE);
        var all = !Boolean.FALSE.equals(spec.allocateLoadBalancerNodePorts());
        var ports = spec.ports().stream().filter(port -> all || port.nodePort() != 0).count();
        used.put(NODE_PORTS, Quantity.of(ports));
      }
      default -> {
        // It takes nothing but an address.
      }
    }
  }

  private static void addClaim(PersistentVolumeClaim claim, SortedMap<String, Quantity> used) {
    var storage = storage(claim);
    var ofClass = storageClass(claim) + OF_CLASS;
    used.put(ofClass + CLAIMS, ONE);
    if (storage != null) {
      used.put(STORAGE, storage);
      used.put(ofClass + STORAGE, storage);
    }
  }

  /// What it asks for, or what it has been promised, whichever is more.
  private static @Nullable Quantity storage(PersistentVolumeClaim claim) {
    var asked = claim.spec().resources().requests().get(ResourceLists.STORAGE);
    Map<String, Quantity> promised = claim.status().allocatedResources();
    var given = promised.get(ResourceLists.STORAGE);
    return asked == null || given == null || given.compareTo(asked) <= 0 ? asked : given;
  }

  private static String storageClass(PersistentVolumeClaim claim) {
    var annotated = claim.metadata().annotations().get(CLASS_ANNOTATION);
    var named = claim.spec().storageClassName();
    return annotated != null ? annotated : named == null ? "" : named;
  }
}
