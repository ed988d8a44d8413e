package dev.podo.node.admission;

import dev.podo.foundation.Check;
import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.Sizes;
import dev.podo.node.pod.PodWorker.Rejection;
import dev.podo.node.runtime.PodId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes pods as long as there is room, and turns away what can never run here. Whoever bound the
/// pod may not have known what else was bound meanwhile.
public final class NodeAdmission {
  private static final String PODS = "pods";

  private final Map<String, Quantity> allocatable;
  private final About node;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Taken> taken = new HashMap<>();

  private record Taken(Map<String, Quantity> requests, List<ContainerPort> ports) {}

  /// What changes about the node while pods come.
  public interface About {
    String name();

    /// Those that follow from the machine and the configuration.
    Map<String, String> ownLabels();

    /// The labels as they are in the API now, where others may have added some.
    Map<String, String> labels();

    /// Why a pod is not taken while the node is short of something; null when it is.
    @Nullable String refuses(Pod pod);
  }

  public NodeAdmission(Map<String, Quantity> allocatable, About node) {
    this.allocatable = allocatable;
    this.node = node;
  }

  /// @return why not; null when the pod was taken
  public @Nullable Rejection admit(Pod pod) {
    var unsupported = UnsupportedFields.of(pod.spec());
    if (!unsupported.isEmpty()) {
      return new Rejection(
          "UnsupportedField",
          "Pod was rejected: this node does not implement " + String.join(", ", unsupported));
    }
    var pressure = node.refuses(pod);
    if (pressure != null) {
      return new Rejection("Evicted", pressure);
    }
    if (!NodeSelection.matches(pod.spec(), node.name(), node.ownLabels())
        && !NodeSelection.matches(pod.spec(), node.name(), node.labels())) {
      return failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
    }
    lock.lock();
    try {
      var rejection = check(pod);
      if (rejection == null) {
        count(pod);
      }
      return rejection;
    } finally {
      lock.unlock();
    }
  }

  /// Gives a pod that was taken what it wants now.
  ///
  /// @return why not: `Infeasible` if it never fits, `Deferred` if it does not fit beside the
  ///   others
  public Sizes.@Nullable Refusal resize(Pod pod) {
    lock.lock();
    try {
      var before = taken.remove(pod.metadata().uid());
      var refusal = outgrows(PodResources.requests(pod.spec()), before);
      if (refusal == null) {
        count(pod);
      } else if (before != null) {
        taken.put(pod.metadata().uid(), before);
      }
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  /// A pod that wants no more than it has fits, whatever else there is.
  private Sizes.@Nullable Refusal outgrows(Map<String, Quantity> wanted, @Nullable Taken before) {
    for (var resource : List.of(PodResources.CPU, PodResources.MEMORY)) {
      var amount = wanted.getOrDefault(resource, Quantity.ZERO);
      var capacity = allocatable.getOrDefault(resource, Quantity.ZERO);
      var milli = resource.equals(PodResources.CPU);
      if (amount.compareTo(capacity) > 0) {
        return new Sizes.Refusal(
            "Infeasible",
            "Node didn't have enough capacity: %s, requested: %d, capacity: %d"
                .formatted(resource, number(amount, milli), number(capacity, milli)));
      }
      var has =
          before == null ? Quantity.ZERO : before.requests().getOrDefault(resource, Quantity.ZERO);
      var used = used(resource);
      if (amount.compareTo(has) > 0 && used.add(amount).compareTo(capacity) > 0) {
        return new Sizes.Refusal(
            "Deferred",
            "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                .formatted(
                    resource, number(amount, milli), number(used, milli), number(capacity, milli)));
      }
    }
    return null;
  }

  /// Counts a pod that an earlier agent took.
  public void adopt(Pod pod) {
    lock.lock();
    try {
      count(Sizes.asGranted(pod));
    } finally {
      lock.unlock();
    }
  }

  /// What the pod had is free.
  public void release(PodId pod) {
    lock.lock();
    try {
      taken.remove(pod.uid());
    } finally {
      lock.unlock();
    }
  }

  private void count(Pod pod) {
    taken.put(pod.metadata().uid(), new Taken(PodResources.requests(pod.spec()), hostPorts(pod)));
  }

  private @Nullable Rejection check(Pod pod) {
    if (conflicts(hostPorts(pod))) {
      return failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
    }
    var wanted = new TreeMap<>(PodResources.requests(pod.spec()));
    wanted.put(PODS, Quantity.of(1));
    for (var each : wanted.entrySet()) {
      var rejection = lack(each.getKey(), each.getValue());
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }

  private static Rejection failed(String reason, String why) {
    return new Rejection(reason, "Pod was rejected: Predicate " + reason + " failed: " + why);
  }

  private @Nullable Rejection lack(String resource, Quantity requested) {
    if (requested.isZero()) {
      return null;
    }
    var capacity = allocatable.getOrDefault(resource, Quantity.ZERO);
    var used = used(resource);
    if (used.add(requested).compareTo(capacity) <= 0) {
      return null;
    }
    var milli = resource.equals(PodResources.CPU);
    return new Rejection(
        "OutOf" + resource,
        "Pod was rejected: Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
            .formatted(
                resource, number(requested, milli), number(used, milli), number(capacity, milli)));
  }

  private static long number(Quantity quantity, boolean milli) {
    return milli ? quantity.milliValue() : quantity.value();
  }

  private Quantity used(String resource) {
    if (resource.equals(PODS)) {
      return Quantity.of(taken.size());
    }
    var sum = Quantity.ZERO;
    for (var each : taken.values()) {
      sum = sum.add(each.requests().getOrDefault(resource, Quantity.ZERO));
    }
    return sum;
  }

  private boolean conflicts(List<ContainerPort> wanted) {
    if (wanted.isEmpty()) {
      return false;
    }
    return taken.values().stream()
        .flatMap(each -> each.ports().stream())
        .anyMatch(other -> wanted.stream().anyMatch(port -> conflict(port, other)));
  }

  private static boolean conflict(ContainerPort a, ContainerPort b) {
    return a.hostPort() == b.hostPort()
        && protocol(a).equals(protocol(b))
        && (isAny(a.hostIP()) || isAny(b.hostIP()) || a.hostIP().equals(b.hostIP()));
  }

  private static String protocol(ContainerPort port) {
    return port.protocol().isEmpty() ? "TCP" : port.protocol();
  }

  private static boolean isAny(String ip) {
    return ip.isEmpty() || ip.equals("0.0.0.0");
  }

  private static List<ContainerPort> hostPorts(Pod pod) {
    Check.that(!pod.spec().containers().isEmpty(), "a pod has containers");
    return Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream())
        .flatMap(each -> each.ports().stream())
        .filter(each -> each.hostPort() > 0)
        .toList();
  }
}
