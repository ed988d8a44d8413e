package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import java.util.List;

/// The phase of a pod, from the statuses of its containers.
final class PodPhase {
  static final String PENDING = "Pending";
  static final String RUNNING = "Running";
  static final String SUCCEEDED = "Succeeded";
  static final String FAILED = "Failed";

  private PodPhase() {}

  /// @param over nothing will be started any more and nothing runs
  static String of(Pod pod, List<ContainerStatus> init, List<ContainerStatus> main, boolean over) {
    var initialized = isInitialized(pod, init);
    if (over && !initialized && hasFailedInit(pod, init)) {
      return FAILED;
    }
    var tally = Tally.of(main);
    if (over) {
      return tally.ended == main.size() && tally.succeeded == main.size() ? SUCCEEDED : FAILED;
    }
    if ((!initialized && tally.running == 0 && tally.ended == 0) || tally.waiting > 0) {
      return PENDING;
    }
    return tally.running > 0 || tally.ended > 0 ? RUNNING : PENDING;
  }

  /// Whether init containers have done their part: ended well, or as sidecars started.
  static boolean isInitialized(Pod pod, List<ContainerStatus> init) {
    for (var i = 0; i < init.size(); i++) {
      if (!isDone(pod.spec().initContainers().get(i), init.get(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isDone(Container container, ContainerStatus status) {
    if (PodStep.isSidecar(container)) {
      return Boolean.TRUE.equals(status.started());
    }
    var terminated = status.state().terminated();
    return terminated != null && terminated.exitCode() == 0;
  }

  private static boolean hasFailedInit(Pod pod, List<ContainerStatus> init) {
    for (var i = 0; i < init.size(); i++) {
      var terminated = init.get(i).state().terminated();
      if (!PodStep.isSidecar(pod.spec().initContainers().get(i))
          && terminated != null
          && terminated.exitCode() != 0) {
        return true;
      }
    }
    return false;
  }

  private record Tally(int running, int waiting, int ended, int succeeded) {
    static Tally of(List<ContainerStatus> statuses) {
      var running = 0;
      var waiting = 0;
      var ended = 0;
      var succeeded = 0;
      for (var status : statuses) {
        var terminated = status.state().terminated();
        if (status.state().running() != null) {
          running++;
        } else if (terminated != null) {
          ended++;
          succeeded += terminated.exitCode() == 0 ? 1 : 0;
        } else if (status.lastState().terminated() != null) {
          ended++; // between two tries
        } else {
          waiting++;
        }
      }
      return new Tally(running, waiting, ended, succeeded);
    }
  }
}
