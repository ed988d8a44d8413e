package dev.podo.node.pod;

import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The conditions that the agent owns, beside those of others, which stay as they are.
final class PodConditions {
  private static final String INITIALIZED = "Initialized";
  private static final String READY = "Ready";
  private static final String CONTAINERS_READY = "ContainersReady";
  private static final String READY_TO_START = "PodReadyToStartContainers";
  private static final String SCHEDULED = "PodScheduled";
  private static final String RESIZE_PENDING = "PodResizePending";
  private static final String RESIZE_IN_PROGRESS = "PodResizeInProgress";
  private static final String DISRUPTED = "DisruptionTarget";
  private static final List<String> OWN =
      List.of(
          READY_TO_START,
          INITIALIZED,
          READY,
          CONTAINERS_READY,
          SCHEDULED,
          RESIZE_PENDING,
          RESIZE_IN_PROGRESS);

  private final Pod pod;
  private final String phase;
  private final Instant now;

  /// Before it is dated.
  private record Finding(boolean holds, String reason, String message) {
    static final Finding TRUE = new Finding(true, "", "");
  }

  PodConditions(Pod pod, String phase, Instant now) {
    this.pod = pod;
    this.phase = phase;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /// @param eviction null while the pod is not evicted
  /// @param resizing what is known of sizes; null when they do not matter any more
  List<PodCondition> of(
      boolean hasSandbox,
      List<ContainerStatus> init,
      List<ContainerStatus> main,
      @Nullable Ending eviction,
      @Nullable Observed resizing) {
    var out = new ArrayList<PodCondition>();
    for (var each : pod.status().conditions()) {
      if (!OWN.contains(each.type()) && !(eviction != null && each.type().equals(DISRUPTED))) {
        out.add(each);
      }
    }
    if (eviction != null) {
      out.add(condition(DISRUPTED, new Finding(true, "TerminationByKubelet", eviction.message())));
    }
    var containersReady = containersReady(init, main);
    out.add(condition(READY_TO_START, new Finding(hasSandbox, "", "")));
    out.add(condition(INITIALIZED, initialized(init)));
    out.add(condition(READY, ready(containersReady)));
    out.add(condition(CONTAINERS_READY, containersReady));
    out.add(condition(SCHEDULED, Finding.TRUE));
    if (resizing != null) {
      addResizes(resizing, out);
    }
    return out;
  }

  private void addResizes(Observed observed, List<PodCondition> out) {
    var refused = observed.sizes().refused();
    if (refused != null) {
      out.add(condition(RESIZE_PENDING, new Finding(true, refused.reason(), refused.message())));
    }
    for (var container :
        Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream())
            .toList()) {
      var current = observed.current(container.name());
      if (current != null
          && current.container().isRunning()
          && observed.sizes().isWrong(current.container().id(), container)) {
        var trouble = observed.trouble(Verb.resizing(current.container().id()));
        out.add(
            condition(
                RESIZE_IN_PROGRESS,
                trouble == null ? Finding.TRUE : new Finding(true, "Error", trouble.message())));
        return;
      }
    }
  }

  private Finding initialized(List<ContainerStatus> init) {
    var missing = new ArrayList<String>();
    for (var i = 0; i < init.size(); i++) {
      if (!PodPhase.isDone(pod.spec().initContainers().get(i), init.get(i))) {
        missing.add(init.get(i).name());
      }
    }
    if (phase.equals(PodPhase.SUCCEEDED)) {
      return new Finding(true, "PodCompleted", "");
    }
    return missing.isEmpty()
        ? Finding.TRUE
        : new Finding(
            false,
            "ContainersNotInitialized",
            "containers with incomplete status: " + goList(missing));
  }

  private Finding containersReady(List<ContainerStatus> init, List<ContainerStatus> main) {
    if (phase.equals(PodPhase.SUCCEEDED)) {
      return new Finding(false, "PodCompleted", "");
    }
    if (phase.equals(PodPhase.FAILED)) {
      return new Finding(false, "PodFailed", "");
    }
    var unready = new ArrayList<String>();
    for (var i = 0; i < init.size(); i++) {
      if (PodStep.isSidecar(pod.spec().initContainers().get(i)) && !init.get(i).ready()) {
        unready.add(init.get(i).name());
      }
    }
    main.stream().filter(each -> !each.ready()).forEach(each -> unready.add(each.name()));
    return unready.isEmpty()
        ? Finding.TRUE
        : new Finding(
            false, "ContainersNotReady", "containers with unready status: " + goList(unready));
  }

  private Finding ready(Finding containersReady) {
    if (!containersReady.holds()) {
      return containersReady;
    }
    var messages = new ArrayList<String>();
    for (var gate : pod.spec().readinessGates()) {
      var condition = known(gate.conditionType());
      var name = "\"" + gate.conditionType() + "\"";
      if (condition == null) {
        messages.add("corresponding condition of pod readiness gate " + name + " does not exist.");
      } else if (!condition.status().equals("True")) {
        messages.add(
            "the status of pod readiness gate "
                + name
                + " is not \"True\", but "
                + condition.status());
      }
    }
    return messages.isEmpty()
        ? Finding.TRUE
        : new Finding(false, "ReadinessGatesNotReady", String.join(", ", messages));
  }

  private PodCondition condition(String type, Finding finding) {
    var status = finding.holds() ? "True" : "False";
    var before = known(type);
    var since =
        before != null && before.status().equals(status) ? before.lastTransitionTime() : null;
    return PodCondition.builder()
        .type(type)
        .status(status)
        .reason(finding.reason())
        .message(finding.message())
        .observedGeneration(pod.metadata().generation())
        .lastTransitionTime(since == null ? now : since)
        .build();
  }

  private @Nullable PodCondition known(String type) {
    for (var each : pod.status().conditions()) {
      if (each.type().equals(type)) {
        return each;
      }
    }
    return null;
  }

  /// As Go prints a list of strings: `[a b]`.
  private static String goList(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }
}
