package dev.podo.node.handlers;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Probe;
import dev.podo.node.handlers.Handlers.Target;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The probes of one running container, each at its own pace; liveness and readiness begin when the
/// startup probe has succeeded. Tells each change of what they amount to.
public final class ContainerProbes implements AutoCloseable {
  private final Handlers handlers;
  private final Target target;
  private final Clock clock;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Running> running = new ArrayList<>(1);

  public enum Type {
    STARTUP("Startup"),
    LIVENESS("Liveness"),
    READINESS("Readiness");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  /// Who wants to know.
  public interface Listener {
    /// The verdict of a probe has changed, or is there for the first time.
    void judged(Type type, boolean success);

    /// A probe has failed once.
    ///
    /// @param text for an Event: `Readiness probe failed: …`
    void failed(String text);

    /// A probe has succeeded, but not as it should.
    ///
    /// @param text for an Event: `Readiness probe warning: …`
    void warned(String text);
  }

  public ContainerProbes(Handlers handlers, Target target, Clock clock, Listener listener) {
    this.handlers = handlers;
    this.target = target;
    this.clock = clock;
    this.listener = listener;
  }

  /// Whether a container has any probe at all.
  public static boolean isProbed(Container container) {
    return container.startupProbe() != null
        || container.livenessProbe() != null
        || container.readinessProbe() != null;
  }

  /// Begins, until closed.
  ///
  /// @param startedAt of the container: initial delays count from there
  /// @param started what is known of it already: an earlier agent has seen the startup probe
  ///   succeed
  /// @param ready an earlier agent has seen the readiness probe succeed
  public void start(Scope scope, Instant startedAt, boolean started, boolean ready) {
    var container = target.container();
    add(scope, Type.STARTUP, container.startupProbe(), startedAt, started);
    add(scope, Type.LIVENESS, container.livenessProbe(), startedAt, true);
    add(scope, Type.READINESS, container.readinessProbe(), startedAt, ready);
    running.forEach(each -> each.loop.wakeAt(each.firstAt()));
  }

  private void add(
      Scope scope, Type type, @Nullable Probe probe, Instant startedAt, boolean verdict) {
    if (probe != null) {
      var name = "probe " + target.container().name();
      running.add(new Running(scope, name, type, probe, startedAt, verdict));
    }
  }

  @Override
  public void close() {
    running.forEach(each -> each.loop.close());
  }

  private boolean isStarted() {
    lock.lock();
    try {
      return running.stream().allMatch(each -> each.type != Type.STARTUP || each.state.verdict());
    } finally {
      lock.unlock();
    }
  }

  /// One of the probes.
  private final class Running {
    private final Type type;
    private final Probe probe;
    private final Instant startedAt;
    private final Loop loop;
    private ProbeState state;

    Running(Scope scope, String name, Type type, Probe probe, Instant startedAt, boolean verdict) {
      this.type = type;
      this.probe = probe;
      this.startedAt = startedAt;
      this.state = ProbeState.initially(verdict);
      this.loop = new Loop(scope, name, this::step);
    }

    Deadline firstAt() {
      var due = startedAt.plusSeconds(probe.initialDelaySeconds());
      var wait = Duration.between(clock.now(), due);
      return Deadline.after(clock, wait.isNegative() ? Duration.ZERO : wait);
    }

    private Deadline step() throws InterruptedException {
      if (type == Type.STARTUP ? state.verdict() : !isStarted()) {
        return Deadline.never(); // done, or woken when the startup probe has succeeded
      }
      var due = startedAt.plusSeconds(probe.initialDelaySeconds());
      if (clock.now().isBefore(due)) {
        return firstAt();
      }
      take(handlers.probe(probe, target));
      return Deadline.after(clock, Duration.ofSeconds(Math.max(1, probe.periodSeconds())));
    }

    private void take(Answer answer) {
      if (!answer.success()) {
        listener.failed(type.text + " probe failed: " + answer.output());
      } else if (answer.warns()) {
        listener.warned(type.text + " probe warning: " + answer.output());
      }
      var before = state;
      lock.lock();
      try {
        state = before.next(answer.success(), probe.successThreshold(), probe.failureThreshold());
      } finally {
        lock.unlock();
      }
      if (state.verdict() != before.verdict() || (state.known() && !before.known())) {
        listener.judged(type, state.verdict());
        if (type == Type.STARTUP && state.verdict()) {
          running.forEach(each -> each.loop.wake());
        }
      }
    }
  }
}
