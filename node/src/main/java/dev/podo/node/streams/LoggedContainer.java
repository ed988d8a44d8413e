package dev.podo.node.streams;

import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.runtime.Container;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out which instance of a container a log is asked of. Where there is none it says why, in
/// the words of the kubelet, by which people know what is wrong.
///
/// @param name of the container
record LoggedContainer(Pod pod, String name) {

  /// The one before is the one that the pod's status shows as the last state: of a container that
  /// waits to be started again it is the very one that has just ended.
  ///
  /// @param made all that the runtime knows, oldest first
  /// @param previous whether the one before is asked for
  /// @throws ApiException `BadRequest` when there is no such instance
  Container choose(List<Container> made, boolean previous) {
    var status = status();
    if (previous) {
      var id = status == null ? "" : lastId(status);
      return made.stream()
          .filter(each -> each.id().equals(id))
          .findFirst()
          .orElseThrow(() -> refused("previous terminated container", "not found"));
    }
    if (made.isEmpty()) {
      throw refused("container", status == null ? "is not available" : why(status));
    }
    return made.getLast();
  }

  private @Nullable ContainerStatus status() {
    var status = pod.status();
    return Stream.of(
            status.containerStatuses(),
            status.initContainerStatuses(),
            status.ephemeralContainerStatuses())
        .flatMap(List::stream)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /// Without the name of the runtime before it.
  private static String lastId(ContainerStatus status) {
    var last = status.lastState().terminated();
    return last == null ? "" : last.containerID().replaceFirst(".*://", "");
  }

  private static String why(ContainerStatus status) {
    if (status.state().terminated() != null || status.lastState().terminated() != null) {
      return "is terminated";
    }
    var waiting = status.state().waiting();
    return "is waiting to start"
        + switch (waiting == null ? "" : waiting.reason()) {
          case "" -> " - no logs yet";
          case "ErrImagePull" -> ": image can't be pulled";
          case "ImagePullBackOff" -> ": trying and failing to pull image";
          case String reason -> ": " + reason;
        };
  }

  private ApiException refused(String what, String why) {
    return ApiErrors.badRequest(
        "%s \"%s\" in pod \"%s\" %s".formatted(what, name, pod.metadata().name(), why));
  }
}
