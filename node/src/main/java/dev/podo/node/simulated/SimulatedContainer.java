package dev.podo.node.simulated;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Promise;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.Container.State;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One container that pretends. Guarded by its runtime's lock.
final class SimulatedContainer {
  final String id;
  final SimulatedSandbox sandbox;
  final ContainerConfig config;
  final PodScript script;
  final Instant createdAt;
  private State state = State.CREATED;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private int exitCode;
  private String reason = "";
  private Resources resources;
  private @Nullable Promise<Boolean> ended;
  private Clock.@Nullable Timer exitTimer;

  SimulatedContainer(
      String id, SimulatedSandbox sandbox, ContainerConfig config, Instant createdAt) {
    this.id = id;
    this.sandbox = sandbox;
    this.config = config;
    this.createdAt = createdAt;
    this.resources = config.resources();
    this.script = new PodScript(sandbox.config.annotations(), config.name());
  }

  void start(Instant now) {
    state = State.RUNNING;
    startedAt = now;
  }

  void exitTimer(Clock.Timer timer) {
    exitTimer = timer;
  }

  /// @return whether it ran until now
  boolean end(Instant now, int code, String why) {
    var ran = state == State.RUNNING;
    if (state == State.EXITED) {
      return false;
    }
    state = State.EXITED;
    finishedAt = now;
    exitCode = code;
    reason = why.isEmpty() ? (code == 0 ? "Completed" : "Error") : why;
    if (exitTimer != null) {
      exitTimer.cancel();
      exitTimer = null;
    }
    if (ended != null) {
      ended.complete(true);
    }
    return ran;
  }

  /// Completed when it has ended.
  Promise<Boolean> ended(Clock clock) {
    if (ended == null) {
      ended = new Promise<>(clock);
      if (state == State.EXITED) {
        ended.complete(true);
      }
    }
    return ended;
  }

  void resources(Resources now) {
    resources = now;
  }

  Resources resources() {
    return resources;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /// Whether probes find it well.
  boolean isWell(Instant now) {
    if (startedAt == null || state != State.RUNNING) {
      return false;
    }
    var unready = script.unreadyAfter();
    return !now.isBefore(startedAt.plus(script.readyAfter()))
        && (unready == null || now.isBefore(startedAt.plus(unready)));
  }

  @Nullable Instant startedAt() {
    return startedAt;
  }

  Instant lastMoment(Instant now) {
    return finishedAt == null ? now : finishedAt;
  }

  int exitCode() {
    return exitCode;
  }

  Container listed() {
    return new Container(
        id,
        sandbox.id,
        config.name(),
        config.attempt(),
        state,
        config.image(),
        createdAt,
        config.labels(),
        config.annotations());
  }

  ContainerStatus status(String image) {
    return new ContainerStatus(
        listed(), image, config.image(), startedAt, finishedAt, exitCode, reason, "");
  }
}
