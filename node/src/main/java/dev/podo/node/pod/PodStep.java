package dev.podo.node.pod;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.runtime.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What to do next for a pod: a pure function of the Pod, what is known of it here, and the time.
/// Called again after each verb has begun, until there is nothing to do but wait.
final class PodStep {
  private PodStep() {}

  static Verb next(Pod pod, Observed observed, Instant now) {
    if (mustEnd(pod, observed)) {
      return Teardown.next(pod, observed);
    }
    var deadline = activeDeadline(pod);
    if (deadline != null && !now.isBefore(deadline)) {
      return new Verb.End(
          "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
    }
    return earlier(new Bringup(pod, observed, now).next(), deadline);
  }

  /// Deleted, evicted, rejected, or over by itself.
  static boolean mustEnd(Pod pod, Observed observed) {
    return observed.isGone()
        || pod.metadata().deletionTimestamp() != null
        || observed.ending() != null
        || isTerminal(pod)
        || isOver(pod, observed);
  }

  private static boolean isTerminal(Pod pod) {
    var phase = pod.status().phase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static @Nullable Instant activeDeadline(Pod pod) {
    Long seconds = pod.spec().activeDeadlineSeconds();
    var start = pod.status().startTime();
    return seconds == null || start == null ? null : start.plusSeconds(seconds);
  }

  private static Verb earlier(Verb verb, @Nullable Instant deadline) {
    if (deadline != null && verb instanceof Verb.Await(var until)) {
      return new Verb.Await(until == null || deadline.isBefore(until) ? deadline : until);
    }
    return verb;
  }

  /// Whether all containers have ended for good, so that only sidecars may be left.
  static boolean isOver(Pod pod, Observed observed) {
    if (hasFailedInit(pod, observed)) {
      return true;
    }
    for (var container : pod.spec().containers()) {
      var latest = observed.latest(container.name());
      if (latest == null || !hasEndedForGood(pod, observed, container, latest)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasFailedInit(Pod pod, Observed observed) {
    for (var init : pod.spec().initContainers()) {
      var current = observed.current(init.name());
      if (!isSidecar(init)
          && current != null
          && Observed.hasEnded(current)
          && current.exitCode() != 0
          && !restarts(pod, observed, init, current)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasEndedForGood(
      Pod pod, Observed observed, Container container, ContainerStatus status) {
    return Observed.hasEnded(status) && !restarts(pod, observed, container, status);
  }

  /// What the restart policy says about a container that has ended: its own one first.
  static boolean restarts(Pod pod, Observed observed, Container container, ContainerStatus ended) {
    if (observed.sizes().isOutgrown(ended.container().id())) {
      return true; // it was stopped to get another size
    }
    var own = container.restartPolicy();
    return switch (own == null || own.isEmpty() ? pod.spec().restartPolicy() : own) {
      case "Never" -> false;
      case "OnFailure" -> ended.exitCode() != 0;
      default -> true;
    };
  }

  static boolean isSidecar(Container init) {
    return Pods.isSidecar(init);
  }

  /// How long the pod's containers may take to stop.
  static Duration grace(Pod pod, Observed observed) {
    if (observed.isGone()) {
      return Duration.ofSeconds(1); // deleted by force: nobody waits, but a signal is sent first
    }
    var ending = observed.ending();
    if (ending != null && ending.evicted()) {
      return Duration.ofSeconds(1);
    }
    Long ofDeletion = pod.metadata().deletionGracePeriodSeconds();
    if (pod.metadata().deletionTimestamp() != null && ofDeletion != null) {
      return Duration.ofSeconds(Math.max(1, ofDeletion));
    }
    Long ofSpec = pod.spec().terminationGracePeriodSeconds();
    return Duration.ofSeconds(ofSpec == null ? 30 : Math.max(1, ofSpec));
  }
}
