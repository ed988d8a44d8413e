package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStateTerminated;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A Pod in one line, as `kubectl get pods` shows it: the one word that says most of its state, the
/// ready containers, the restarts. People and scripts know this by heart, so every corner follows
/// upstream.
public final class PodSummary {
  private static final String RUNNING = "Running";

  private final Pod pod;
  private final Set<String> sidecars = new HashSet<>();
  private final int total;
  private String reason;
  private int ready;
  private int restarts;
  private @Nullable Instant lastRestart;
  private int sidecarRestarts;
  private @Nullable Instant lastSidecarRestart;

  private PodSummary(Pod pod) {
    this.pod = pod;
    this.reason = pod.status().reason().isEmpty() ? pod.status().phase() : pod.status().reason();
    pod.spec().initContainers().stream()
        .filter(Pods::isSidecar)
        .map(Container::name)
        .forEach(sidecars::add);
    this.total = pod.spec().containers().size() + sidecars.size();
  }

  public static PodSummary of(Pod pod) {
    var summary = new PodSummary(pod);
    summary.readConditions();
    var initializing = summary.readInitContainers();
    if (!initializing || summary.isInitialized()) {
      summary.readContainers();
    }
    summary.readDeletion();
    return summary;
  }

  /// Such as `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating`.
  public String reason() {
    return reason;
  }

  /// Such as `1/2`.
  public String readiness() {
    return ready + "/" + total;
  }

  /// Such as `3 (5m ago)`.
  public String restarts(Instant now) {
    return restarts == 0 || lastRestart == null
        ? Integer.toString(restarts)
        : restarts + " (" + Cells.since(lastRestart, now) + " ago)";
  }

  private void readConditions() {
    for (var condition : pod.status().conditions()) {
      if (condition.type().equals(Pods.POD_SCHEDULED)
          && condition.reason().equals("SchedulingGated")) {
        reason = "SchedulingGated";
      }
    }
  }

  /// Reads them up to the first that has not done its work; says whether there is one.
  private boolean readInitContainers() {
    var statuses = pod.status().initContainerStatuses();
    for (var i = 0; i < statuses.size(); i++) {
      var status = statuses.get(i);
      var isSidecar = sidecars.contains(status.name());
      countInit(status, isSidecar);
      var terminated = status.state().terminated();
      if (terminated != null && terminated.exitCode() == 0) {
        continue;
      }
      if (isSidecar && Boolean.TRUE.equals(status.started())) {
        ready += status.ready() ? 1 : 0;
        continue;
      }
      reason = "Init:" + unfinished(status, i);
      return true;
    }
    return false;
  }

  private void countInit(ContainerStatus status, boolean isSidecar) {
    restarts += status.restartCount();
    lastRestart = later(lastRestart, lastEnd(status));
    if (isSidecar) {
      sidecarRestarts += status.restartCount();
      lastSidecarRestart = later(lastSidecarRestart, lastEnd(status));
    }
  }

  private String unfinished(ContainerStatus status, int index) {
    var terminated = status.state().terminated();
    if (terminated != null) {
      return terminated.reason().isEmpty() ? exit(terminated) : terminated.reason();
    }
    var waiting = status.state().waiting();
    if (waiting != null
        && !waiting.reason().isEmpty()
        && !waiting.reason().equals("PodInitializing")) {
      return waiting.reason();
    }
    return index + "/" + pod.spec().initContainers().size();
  }

  private static String exit(ContainerStateTerminated terminated) {
    return terminated.signal() != 0
        ? "Signal:" + terminated.signal()
        : "ExitCode:" + terminated.exitCode();
  }

  private boolean isInitialized() {
    var condition = Pods.condition(pod, Pods.INITIALIZED);
    return condition != null && condition.status().equals("True");
  }

  /// The restarts of init containers that have done their work are of no more interest.
  private void readContainers() {
    restarts = sidecarRestarts;
    lastRestart = lastSidecarRestart;
    var hasRunning = false;
    for (var status : pod.status().containerStatuses().reversed()) {
      restarts += status.restartCount();
      lastRestart = later(lastRestart, lastEnd(status));
      hasRunning |= readContainer(status);
    }
    if (reason.equals("Completed") && hasRunning) {
      reason = Pods.isReady(pod) ? RUNNING : "NotReady";
    }
  }

  /// Says whether the container runs and is ready.
  private boolean readContainer(ContainerStatus status) {
    var waiting = status.state().waiting();
    var terminated = status.state().terminated();
    if (waiting != null && !waiting.reason().isEmpty()) {
      reason = waiting.reason();
    } else if (terminated != null) {
      reason = terminated.reason().isEmpty() ? exit(terminated) : terminated.reason();
    } else if (status.ready() && status.state().running() != null) {
      ready++;
      return true;
    }
    return false;
  }

  private void readDeletion() {
    if (!Pods.isTerminating(pod)) {
      return;
    }
    if (pod.status().reason().equals("NodeLost")) {
      reason = "Unknown";
    } else if (!Pods.isTerminal(pod)) {
      reason = "Terminating";
    }
  }

  private static @Nullable Instant lastEnd(ContainerStatus status) {
    var terminated = status.lastState().terminated();
    return terminated == null ? null : terminated.finishedAt();
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.isBefore(two) ? two : one;
  }
}
