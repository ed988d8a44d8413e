package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.EphemeralContainers;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Getting a pod to run and keeping it so: volumes, sandbox, init containers one after the other,
/// then all containers; and again whatever has ended and should not have.
final class Bringup {
  /// How many dead instances of a container are kept: one, for `logs --previous`.
  private static final int DEAD_KEPT = 1;

  private final Pod pod;
  private final Observed observed;
  private final Instant now;
  private @Nullable Instant wakeAt;

  Bringup(Pod pod, Observed observed, Instant now) {
    this.pod = pod;
    this.observed = observed;
    this.now = now;
  }

  Verb next() {
    if (observed.volumes() != Observed.Volumes.READY) {
      return attempt(Verb.VOLUMES, new Verb.PrepareVolumes());
    }
    var sandbox = observed.sandbox();
    if (sandbox == null || !sandbox.sandbox().ready()) {
      return replaceSandbox(sandbox);
    }
    var ephemeral = nextEphemeral();
    if (ephemeral != null) {
      return ephemeral;
    }
    var init = nextInit();
    if (init != null) {
      return init;
    }
    for (var container : pod.spec().containers()) {
      var verb = nextFor(container, ended -> PodStep.restarts(pod, observed, container, ended));
      if (verb != null) {
        return verb;
      }
    }
    var garbage = nextGarbage();
    return garbage == null ? await() : garbage;
  }

  private Verb await() {
    return new Verb.Await(wakeAt);
  }

  private void wakeAt(Instant at) {
    if (wakeAt == null || at.isBefore(wakeAt)) {
      wakeAt = at;
    }
  }

  /// The verb, unless it is under way or its last failure was too short ago.
  private Verb attempt(String subject, Verb verb) {
    return isHeldBack(subject) ? await() : verb;
  }

  private boolean isHeldBack(String subject) {
    if (observed.isUnderWay(subject)) {
      return true;
    }
    var trouble = observed.trouble(subject);
    if (trouble != null && now.isBefore(trouble.retryAt())) {
      wakeAt(trouble.retryAt());
      return true;
    }
    return false;
  }

  /// Containers of a dead sandbox have no network: they go before the new one comes.
  private Verb replaceSandbox(@Nullable SandboxStatus dead) {
    if (observed.isUnderWay(Verb.SANDBOX)) {
      return await();
    }
    for (var status : observed.allContainers()) {
      var container = status.container();
      if (container.isRunning()) {
        return observed.isUnderWay(Verb.stopping(container.id()))
            ? await()
            : new Verb.StopContainer(
                container.name(),
                container.id(),
                "Pod sandbox changed, it will be killed and re-created.",
                PodStep.grace(pod, observed));
      }
    }
    var attempt = dead == null ? 0 : dead.sandbox().attempt() + 1;
    return attempt(Verb.SANDBOX, new Verb.CreateSandbox(attempt));
  }

  /// Those are never started again.
  private @Nullable Verb nextEphemeral() {
    for (var container : EphemeralContainers.of(pod)) {
      if (observed.latest(container.name()) == null && !hasBeenStarted(container)) {
        var verb = start(container, 0);
        if (verb != null) {
          return verb;
        }
      }
    }
    return null;
  }

  private boolean hasBeenStarted(Container ephemeral) {
    return pod.status().ephemeralContainerStatuses().stream()
        .anyMatch(each -> each.name().equals(ephemeral.name()) && !each.containerID().isEmpty());
  }

  /// What init containers need; null when all have done their part.
  private @Nullable Verb nextInit() {
    if (pod.spec().initContainers().isEmpty() || hasAppContainers()) {
      return nextSidecar();
    }
    for (var init : pod.spec().initContainers()) {
      var current = observed.current(init.name());
      if (PodStep.isSidecar(init)) {
        var verb = nextFor(init, ended -> true);
        if (verb != null) {
          return verb;
        }
        if (current == null || !hasStarted(current)) {
          return await();
        }
      } else if (current == null || !Observed.hasEnded(current) || current.exitCode() != 0) {
        var verb =
            nextFor(
                init,
                ended -> ended.exitCode() != 0 && PodStep.restarts(pod, observed, init, ended));
        return verb == null ? await() : verb;
      }
    }
    return null;
  }

  /// Once the containers were started, init containers stay as they are; sidecars go on.
  private @Nullable Verb nextSidecar() {
    for (var init : pod.spec().initContainers()) {
      var verb = PodStep.isSidecar(init) ? nextFor(init, ended -> true) : null;
      if (verb != null) {
        return verb;
      }
    }
    return null;
  }

  private boolean hasAppContainers() {
    return pod.spec().containers().stream().anyMatch(each -> observed.current(each.name()) != null);
  }

  private boolean hasStarted(ContainerStatus status) {
    var id = status.container().id();
    return status.container().isRunning()
        && observed.health(id).started()
        && !observed.isHookRunning(id);
  }

  /// When a container that has ended is to be started again.
  private interface RestartRule {
    boolean restarts(ContainerStatus ended);
  }

  private @Nullable Verb nextFor(Container container, RestartRule rule) {
    var latest = observed.latest(container.name());
    if (latest == null) {
      return start(container, firstAttempt(container));
    }
    var inPresentSandbox = observed.current(container.name()) != null;
    if (inPresentSandbox && latest.container().isRunning()) {
      return stopIfWrong(container, latest);
    }
    if (inPresentSandbox && !Observed.hasEnded(latest)) {
      // Created but not started: an agent died in between, or the start failed.
      return start(container, latest.container().attempt() + 1);
    }
    return rule.restarts(latest) || (!inPresentSandbox && isInit(container))
        ? restart(container, latest)
        : null;
  }

  private boolean isInit(Container container) {
    return pod.spec().initContainers().contains(container);
  }

  /// A container that the runtime has forgotten goes on counting where the status stands.
  private int firstAttempt(Container container) {
    for (var status : pod.status().containerStatuses()) {
      if (status.name().equals(container.name()) && !status.containerID().isEmpty()) {
        return status.restartCount() + 1;
      }
    }
    return 0;
  }

  private @Nullable Verb restart(Container container, ContainerStatus ended) {
    var finishedAt = ended.finishedAt();
    var failedAt = finishedAt == null ? ended.container().createdAt() : finishedAt;
    var retryAt = observed.backoff(container.name()).retryAt(failedAt);
    if (now.isBefore(retryAt)) {
      wakeAt(retryAt);
      return observed.isCrashTold(ended.container().id())
          ? null
          : new Verb.TellCrashLoop(container.name(), ended.container().id());
    }
    return start(container, ended.container().attempt() + 1);
  }

  private @Nullable Verb start(Container container, int attempt) {
    var trouble = observed.trouble(container.name());
    if (trouble != null && trouble.reason().equals(PullTrouble.ERR_IMAGE_PULL) && !trouble.told()) {
      var tellAt = trouble.at().plus(PullTrouble.SHOWN);
      if (!now.isBefore(tellAt)) {
        return new Verb.TellPullBackOff(container.name());
      }
      wakeAt(tellAt);
    }
    if (isHeldBack(Verb.fetching(container.name()))
        || isHeldBack(Verb.starting(container.name()))
        || isHeldBack(container.name())) {
      return null;
    }
    return observed.image(container.name()) == null
        ? new Verb.EnsureImage(container.name())
        : new Verb.StartContainer(container.name(), attempt);
  }

  private @Nullable Verb stopIfWrong(Container container, ContainerStatus running) {
    var id = running.container().id();
    if (observed.stoppingGrace(id) != null) {
      return null;
    }
    var sick = observed.health(id).sick();
    if (sick != null) {
      Long grace = observed.health(id).graceSeconds();
      return new Verb.StopContainer(
          container.name(),
          id,
          "Container " + container.name() + " failed " + sick + ", will be restarted",
          grace == null ? PodStep.grace(pod, observed) : Duration.ofSeconds(Math.max(1, grace)));
    }
    var hash = running.container().annotations().get(ContainerLabels.HASH);
    if (hash != null && !hash.equals(ContainerLabels.hash(container))) {
      return new Verb.StopContainer(
          container.name(),
          id,
          "Container " + container.name() + " definition changed, will be restarted",
          PodStep.grace(pod, observed));
    }
    return observed.sizes().isWrong(id, container) ? resize(container, id) : null;
  }

  private @Nullable Verb resize(Container container, String id) {
    if (observed.sizes().needsRestart(id, container)) {
      return new Verb.StopContainer(
          container.name(),
          id,
          "Container " + container.name() + " resize requires restart",
          PodStep.grace(pod, observed));
    }
    return isHeldBack(Verb.resizing(id)) ? null : new Verb.ResizeContainer(container.name(), id);
  }

  /// Dead instances beyond those kept for their logs.
  private @Nullable Verb nextGarbage() {
    for (var status : observed.allContainers()) {
      var id = status.container().id();
      var history = observed.history(status.container().name());
      var newer = history.size() - 1 - history.indexOf(status);
      if (!status.container().isRunning()
          && newer > DEAD_KEPT
          && !observed.isUnderWay("remove/" + id)) {
        return new Verb.RemoveContainer(id);
      }
    }
    for (var each : observed.sandboxes()) {
      if (!each.equals(observed.sandbox()) && !observed.isUnderWay(Verb.SANDBOX) && isEmpty(each)) {
        return new Verb.RemoveSandbox(each.sandbox().id());
      }
    }
    return null;
  }

  private boolean isEmpty(SandboxStatus sandbox) {
    return observed.allContainers().stream()
        .noneMatch(each -> each.container().sandboxId().equals(sandbox.sandbox().id()));
  }
}
