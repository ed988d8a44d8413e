package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerState;
import dev.podo.model.core.v1.ContainerStateRunning;
import dev.podo.model.core.v1.ContainerStateTerminated;
import dev.podo.model.core.v1.ContainerStateWaiting;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.VolumeMountStatus;
import dev.podo.node.container.EphemeralContainers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statuses of a pod's containers, as upstream writes them.
final class ContainerStatuses {
  private final Pod pod;
  private final Observed observed;
  private final NodeContext node;

  ContainerStatuses(Pod pod, Observed observed, NodeContext node) {
    this.pod = pod;
    this.observed = observed;
    this.node = node;
  }

  List<ContainerStatus> ofInitContainers() {
    return pod.spec().initContainers().stream()
        .map(each -> of(each, before(pod.status().initContainerStatuses(), each), true))
        .toList();
  }

  List<ContainerStatus> ofContainers() {
    return pod.spec().containers().stream()
        .map(each -> of(each, before(pod.status().containerStatuses(), each), false))
        .toList();
  }

  List<ContainerStatus> ofEphemeralContainers() {
    return EphemeralContainers.of(pod).stream()
        .map(each -> of(each, before(pod.status().ephemeralContainerStatuses(), each), false))
        .map(status -> status.with(it -> it.ready(false))) // as upstream: nobody probes them
        .toList();
  }

  private static @Nullable ContainerStatus before(
      List<ContainerStatus> statuses, Container container) {
    return statuses.stream()
        .filter(each -> each.name().equals(container.name()))
        .findFirst()
        .orElse(null);
  }

  private ContainerStatus of(Container container, @Nullable ContainerStatus before, boolean init) {
    var latest = observed.latest(container.name());
    var status =
        latest == null ? neverMade(container, before) : made(container, latest, before, init);
    return status.with(it -> it.volumeMounts(volumeMounts(container)));
  }

  /// Not in the runtime: not yet, or no longer.
  private ContainerStatus neverMade(Container container, @Nullable ContainerStatus before) {
    if (before != null && before.state().terminated() != null) {
      return before;
    }
    var status = ContainerStatus.builder().name(container.name()).image(container.image());
    var waiting = waiting(container);
    if (before == null || before.state().running() == null) {
      return status
          .state(waiting)
          .started(false)
          .restartCount(before == null ? 0 : before.restartCount())
          .lastState(before == null ? ContainerState.EMPTY : before.lastState())
          .build();
    }
    return status
        .restartCount(before.restartCount())
        .started(false)
        .state(PodStep.mustEnd(pod, observed) ? lost(before) : waiting)
        .lastState(PodStep.mustEnd(pod, observed) ? before.lastState() : lost(before))
        .build();
  }

  /// It ran when last seen and nobody knows how it ended.
  private static ContainerState lost(ContainerStatus before) {
    var running = before.state().running();
    return ContainerState.builder()
        .terminated(
            ContainerStateTerminated.builder()
                .reason("ContainerStatusUnknown")
                .message("The container could not be located when the pod was terminated")
                .exitCode(137)
                .containerID(before.containerID())
                .startedAt(running == null ? null : running.startedAt())
                .build())
        .build();
  }

  private ContainerState waiting(Container container) {
    var trouble = observed.trouble(container.name());
    var waiting = ContainerStateWaiting.builder();
    if (trouble != null) {
      waiting.reason(trouble.reason()).message(trouble.message());
    } else {
      waiting.reason(
          pod.spec().initContainers().isEmpty() ? "ContainerCreating" : "PodInitializing");
    }
    return ContainerState.builder().waiting(waiting.build()).build();
  }

  private ContainerStatus made(
      Container container,
      dev.podo.node.runtime.ContainerStatus latest,
      @Nullable ContainerStatus before,
      boolean init) {
    var id = latest.container().id();
    var health = observed.health(id);
    var running = latest.container().isRunning();
    var status =
        ContainerStatus.builder()
            .name(container.name())
            .image(latest.image())
            .imageID(latest.imageRef())
            .containerID(idOf(latest))
            .restartCount(latest.container().attempt())
            .lastState(lastState(container, latest, before))
            .started(running && health.started() && !observed.isHookRunning(id))
            .ready(isReady(container, latest, init));
    if (running) {
      status
          .state(running(latest))
          .allocatedResources(observed.sizes().granted(container).requests())
          .resources(observed.sizes().of(id, container));
    } else {
      status.state(notRunning(container, latest, before, status));
    }
    return status.build();
  }

  private boolean isReady(
      Container container, dev.podo.node.runtime.ContainerStatus latest, boolean init) {
    var health = observed.health(latest.container().id());
    if (init && !PodStep.isSidecar(container)) {
      return Observed.hasEnded(latest) && latest.exitCode() == 0;
    }
    return latest.container().isRunning()
        && health.started()
        && health.ready()
        && !observed.isHookRunning(latest.container().id());
  }

  private static ContainerState running(dev.podo.node.runtime.ContainerStatus status) {
    return ContainerState.builder()
        .running(ContainerStateRunning.builder().startedAt(seconds(status.startedAt())).build())
        .build();
  }

  /// Ended; or waiting to be started again, when what it ended with is the last state.
  private ContainerState notRunning(
      Container container,
      dev.podo.node.runtime.ContainerStatus latest,
      @Nullable ContainerStatus before,
      ContainerStatus.Builder status) {
    if (!Observed.hasEnded(latest)) {
      return waiting(container);
    }
    var ended = terminated(latest, before);
    var trouble = observed.trouble(container.name());
    if (PodStep.mustEnd(pod, observed)) {
      return ended;
    }
    if (trouble != null) {
      status.lastState(ended);
      return waiting(container);
    }
    if (observed.isCrashTold(latest.container().id())) {
      status.lastState(ended);
      return crashLoop(container);
    }
    return ended;
  }

  private ContainerState crashLoop(Container container) {
    var delay = observed.backoff(container.name()).delay();
    var text =
        "back-off "
            + goDuration(delay.toSeconds())
            + " restarting failed container="
            + container.name()
            + " pod="
            + pod.metadata().name()
            + "_"
            + pod.metadata().namespace()
            + "("
            + pod.metadata().uid()
            + ")";
    return ContainerState.builder()
        .waiting(ContainerStateWaiting.builder().reason("CrashLoopBackOff").message(text).build())
        .build();
  }

  /// As Go prints a duration: `10s`, `1m20s`, `5m0s`.
  static String goDuration(long seconds) {
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }

  private ContainerState lastState(
      Container container,
      dev.podo.node.runtime.ContainerStatus latest,
      @Nullable ContainerStatus before) {
    var history = observed.history(container.name());
    for (var i = history.size() - 1; i >= 0; i--) {
      var each = history.get(i);
      if (!each.equals(latest) && Observed.hasEnded(each)) {
        return terminated(each, before);
      }
    }
    return before == null || latest.container().attempt() == 0
        ? ContainerState.EMPTY
        : before.lastState();
  }

  private ContainerState terminated(
      dev.podo.node.runtime.ContainerStatus status, @Nullable ContainerStatus before) {
    var reason = status.reason();
    if (reason.isEmpty()) {
      reason = status.exitCode() == 0 ? "Completed" : "Error";
    }
    return ContainerState.builder()
        .terminated(
            ContainerStateTerminated.builder()
                .exitCode(status.exitCode())
                .reason(reason)
                .message(message(status, before))
                .startedAt(seconds(status.startedAt()))
                .finishedAt(seconds(status.finishedAt()))
                .containerID(idOf(status))
                .build())
        .build();
  }

  /// What a container left to say goes with the pod's files, and has been told by then.
  private String message(
      dev.podo.node.runtime.ContainerStatus status, @Nullable ContainerStatus before) {
    if (!status.message().isEmpty() || before == null) {
      return status.message();
    }
    for (var state : List.of(before.state(), before.lastState())) {
      var told = state.terminated();
      if (told != null && told.containerID().equals(idOf(status))) {
        return told.message();
      }
    }
    return "";
  }

  /// As the API stores times, so that what comes back equals what was written.
  private static @Nullable Instant seconds(@Nullable Instant at) {
    return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS);
  }

  private String idOf(dev.podo.node.runtime.ContainerStatus status) {
    return node.scheme() + "://" + status.container().id();
  }

  private static List<VolumeMountStatus> volumeMounts(Container container) {
    return container.volumeMounts().stream()
        .map(each -> {
          var status =
              VolumeMountStatus.builder()
                  .name(each.name())
                  .mountPath(each.mountPath())
                  .readOnly(each.readOnly());
          return (each.readOnly() ? status.recursiveReadOnly("Disabled") : status).build();
        })
        .toList();
  }
}
