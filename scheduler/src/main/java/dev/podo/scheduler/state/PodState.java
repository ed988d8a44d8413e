package dev.podo.scheduler.state;

import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Toleration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pod as scheduling sees it: all that its spec says, worked out once.
///
/// @param pod the object as last seen
/// @param requests what it needs
/// @param assumed what it counts as when nodes are compared
/// @param rules where it may and would like to go
/// @param owner uid of its controller, "" for none
public record PodState(
    Pod pod,
    Resources requests,
    Resources assumed,
    List<HostPort> ports,
    PlacementRules rules,
    String owner) {

  public static PodState of(Pod pod) {
    var spec = pod.spec();
    var ports =
        Stream.concat(spec.containers().stream(), spec.initContainers().stream())
            .flatMap(container -> container.ports().stream())
            .filter(port -> port.hostPort() > 0)
            .map(port -> HostPort.of(port.hostIP(), port.protocol(), port.hostPort()))
            .toList();
    return new PodState(
        pod,
        PodRequests.of(pod),
        PodRequests.assumed(pod),
        ports,
        PlacementRules.of(pod),
        controllerOf(pod));
  }

  /// The same pod as it is now; what was worked out is kept where the spec and labels are
  /// unchanged.
  public PodState refreshed(Pod now) {
    var same =
        labels().equals(now.metadata().labels())
            && pod.spec().containers().equals(now.spec().containers())
            && pod.spec().initContainers().equals(now.spec().initContainers());
    return same ? new PodState(now, requests, assumed, ports, rules, owner) : of(now);
  }

  /// Whether the other one was made by [#refreshed] from the same facts, and so weighs the same on
  /// its node and in everybody's rules.
  @SuppressWarnings("ReferenceEquality") // the same facts, not equal ones
  boolean weighsLike(PodState other) {
    return requests == other.requests
        && rules == other.rules
        && isLeaving() == other.isLeaving()
        && pod.spec().nodeName().equals(other.pod.spec().nodeName());
  }

  boolean isLeaving() {
    return pod.metadata().deletionTimestamp() != null;
  }

  private static String controllerOf(Pod pod) {
    for (var owner : pod.metadata().ownerReferences()) {
      if (Boolean.TRUE.equals(owner.controller())) {
        return owner.uid();
      }
    }
    return "";
  }

  public String uid() {
    return pod.metadata().uid();
  }

  public String namespace() {
    return pod.metadata().namespace();
  }

  public String name() {
    return pod.metadata().name();
  }

  public Map<String, String> labels() {
    return pod.metadata().labels();
  }

  public int priority() {
    Integer priority = pod.spec().priority();
    return priority == null ? 0 : priority;
  }

  public List<Toleration> tolerations() {
    return pod.spec().tolerations();
  }

  /// The node that it is bound to, or was assumed on; null for none.
  public @Nullable String nodeName() {
    var name = pod.spec().nodeName();
    return name.isEmpty() ? null : name;
  }

  public PodState on(String node) {
    var bound = pod.withSpec(pod.spec().with(spec -> spec.nodeName(node)));
    return new PodState(bound, requests, assumed, ports, rules, owner);
  }

  @Override
  public String toString() {
    return namespace() + "/" + name();
  }
}
