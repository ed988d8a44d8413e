package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.EphemeralContainers;
import dev.podo.node.runtime.ContainerStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Ending a pod, from whatever state: containers, then sidecars in reverse order, the sandbox, the
/// volumes, and at last the object. Each step is safe when there was nothing to undo.
final class Teardown {
  private static final Verb AWAIT = new Verb.Await(null);

  private Teardown() {}

  static Verb next(Pod pod, Observed observed) {
    var stop = stopNext(pod, observed);
    if (stop != null) {
      return stop;
    }
    if (observed.runsAnything() || startsAnything(pod, observed)) {
      return AWAIT;
    }
    for (var each : observed.sandboxes()) {
      if (each.sandbox().ready()) {
        return unlessUnderWay(observed, new Verb.StopSandbox(each.sandbox().id()));
      }
    }
    if (observed.volumes() != Observed.Volumes.TORN_DOWN) {
      return unlessUnderWay(observed, new Verb.TearDownVolumes());
    }
    return observed.isGone() ? forget(observed) : leaveApi(pod, observed);
  }

  private static Verb leaveApi(Pod pod, Observed observed) {
    var deleted = pod.metadata().deletionTimestamp() != null;
    return deleted && observed.isFinalStatusKnown()
        ? unlessUnderWay(observed, new Verb.DeleteObject())
        : AWAIT;
  }

  private static Verb forget(Observed observed) {
    for (var each : observed.sandboxes()) {
      return unlessUnderWay(observed, new Verb.RemoveSandbox(each.sandbox().id()));
    }
    return observed.isAnythingUnderWay() ? AWAIT : new Verb.Forget();
  }

  private static Verb unlessUnderWay(Observed observed, Verb verb) {
    return observed.isUnderWay(verb.subject()) ? AWAIT : verb;
  }

  /// What is being created must exist before it can be ended. Pulls can be left to themselves.
  private static boolean startsAnything(Pod pod, Observed observed) {
    return observed.isUnderWay(Verb.SANDBOX)
        || observed.isUnderWay(Verb.VOLUMES)
        || Stream.of(
                pod.spec().initContainers(), pod.spec().containers(), EphemeralContainers.of(pod))
            .flatMap(List::stream)
            .anyMatch(each -> observed.isUnderWay(Verb.starting(each.name())));
  }

  private static Verb.@Nullable StopContainer stopNext(Pod pod, Observed observed) {
    var grace = PodStep.grace(pod, observed);
    var mainOnes =
        Stream.concat(
                pod.spec().containers().stream(),
                pod.spec().initContainers().stream().filter(each -> !PodStep.isSidecar(each)))
            .toList();
    var stop = stopAny(mainOnes, observed, grace);
    if (stop != null || runsAny(mainOnes, observed)) {
      return stop;
    }
    var sidecars =
        pod.spec().initContainers().stream().filter(PodStep::isSidecar).toList().reversed();
    for (var sidecar : sidecars) {
      var one = List.of(sidecar);
      if (runsAny(one, observed)) {
        return stopAny(one, observed, grace);
      }
    }
    return stopUnknown(observed, grace);
  }

  /// Containers that the spec no longer names.
  private static Verb.@Nullable StopContainer stopUnknown(Observed observed, Duration grace) {
    for (var status : observed.allContainers()) {
      var stop = stop(status, observed, grace);
      if (stop != null) {
        return stop;
      }
    }
    return null;
  }

  private static boolean runsAny(List<Container> containers, Observed observed) {
    return containers.stream()
        .flatMap(each -> observed.history(each.name()).stream())
        .anyMatch(each -> each.container().isRunning());
  }

  private static Verb.@Nullable StopContainer stopAny(
      List<Container> containers, Observed observed, Duration grace) {
    for (var container : containers) {
      for (var status : observed.history(container.name())) {
        var stop = stop(status, observed, grace);
        if (stop != null) {
          return stop;
        }
      }
    }
    return null;
  }

  /// One that is being stopped already is stopped again when it now has less time.
  private static Verb.@Nullable StopContainer stop(
      ContainerStatus status, Observed observed, Duration grace) {
    var container = status.container();
    var before = observed.stoppingGrace(container.id());
    var wanted = container.isRunning() && (before == null || grace.compareTo(before) < 0);
    var why = "Stopping container " + container.name();
    return wanted ? new Verb.StopContainer(container.name(), container.id(), why, grace) : null;
  }
}
