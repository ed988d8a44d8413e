package dev.podo.node.container;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ResourceRequirements;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How large the containers of a pod may be, and how large they are (KEP-1287): the node grants
/// what a changed Pod asks for, if there is room, and only what is granted is carried out.
public final class Sizes {
  /// Why a node does not give a pod what it wants.
  ///
  /// @param reason as in the condition
  public record Refusal(String reason, String message) {}

  private final Map<String, ResourceRequirements> granted = new TreeMap<>();
  private final Map<String, ResourceRequirements> actual = new HashMap<>(2);
  private final Set<String> outgrown = new HashSet<>(2);
  private @Nullable Refusal refused;

  private static Stream<Container> all(Pod pod) {
    return Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream());
  }

  /// The node takes the pod as it is.
  public void grant(Pod pod) {
    all(pod).forEach(each -> granted.put(each.name(), each.resources()));
    refused = null;
  }

  /// What an earlier agent granted and did stands in the status.
  public void adopt(Pod pod) {
    grant(pod);
    statuses(pod)
        .forEach(status -> {
          var resources = status.resources();
          if (resources != null) {
            granted.put(status.name(), resources);
            // `containerd://ID`, or nothing if there is no container.
            actual.put(status.containerID().replaceFirst(".*://", ""), resources);
          }
        });
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.concat(
        pod.status().containerStatuses().stream(), pod.status().initContainerStatuses().stream());
  }

  /// A Pod that an earlier agent took, with what that one granted in place of what it wants.
  public static Pod asGranted(Pod pod) {
    var sizes = new Sizes();
    sizes.adopt(pod);
    return sizes.granted(pod);
  }

  /// Asks the node for what the Pod wants now, if that is not granted already.
  public void ask(Pod pod, Function<Pod, @Nullable Refusal> node) {
    if (all(pod).allMatch(each -> granted(each).equals(each.resources()))) {
      refused = null;
      return;
    }
    refused = node.apply(pod);
    if (refused == null) {
      grant(pod);
    }
  }

  /// Why the Pod does not get what it wants; null when it does.
  public @Nullable Refusal refused() {
    return refused;
  }

  public ResourceRequirements granted(Container container) {
    return granted.getOrDefault(container.name(), container.resources());
  }

  /// The Pod with what is granted in place of what it wants.
  public Pod granted(Pod pod) {
    return pod.withSpec(
        pod.spec()
            .with(b ->
                b.containers(granted(pod.spec().containers()))
                    .initContainers(granted(pod.spec().initContainers()))));
  }

  private List<Container> granted(List<Container> containers) {
    return containers.stream().map(it -> it.with(b -> b.resources(granted(it)))).toList();
  }

  /// A container has this size now.
  public void have(String containerId, ResourceRequirements size) {
    actual.put(containerId, size);
  }

  /// The size of a container; one of which nothing is known has what is granted.
  public ResourceRequirements of(String containerId, Container container) {
    return actual.getOrDefault(containerId, granted(container));
  }

  /// Whether a container that runs has another size than it is to have.
  public boolean isWrong(String containerId, Container container) {
    return !of(containerId, container).equals(granted(container));
  }

  /// Whether a container has to be restarted to get its size.
  public boolean needsRestart(String containerId, Container container) {
    var has = of(containerId, container);
    var wanted = granted(container);
    return container.resizePolicy().stream()
        .filter(it -> it.restartPolicy().equals("RestartContainer"))
        .anyMatch(it -> differs(it.resourceName(), has, wanted));
  }

  private static boolean differs(
      String resource, ResourceRequirements one, ResourceRequirements other) {
    return !Objects.equals(one.requests().get(resource), other.requests().get(resource))
        || !Objects.equals(one.limits().get(resource), other.limits().get(resource));
  }

  /// A container is being stopped: if for its size, it is started again whatever the Pod says about
  /// containers that have ended.
  public void stopping(String containerId, Container container) {
    if (needsRestart(containerId, container)) {
      outgrown.add(containerId);
    }
  }

  public boolean isOutgrown(String containerId) {
    return outgrown.contains(containerId);
  }

  public void forget(String containerId) {
    actual.remove(containerId);
    outgrown.remove(containerId);
  }
}
