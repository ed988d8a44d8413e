package dev.podo.node.logs;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The container that writes a log which somebody follows. The runtime is asked whether it still
/// runs only when it has told something of it, and now and then besides, should that have been
/// lost: followers of silent logs cost it nothing.
final class LogWriter implements AutoCloseable {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private final Runtime runtime;
  private final String containerId;
  private final Clock clock;
  private final Signal changed;
  private final AtomicBoolean told = new AtomicBoolean(true);
  private final AutoCloseable listening;
  private Deadline asked;

  LogWriter(Runtime runtime, String containerId, Clock clock) {
    this.runtime = runtime;
    this.containerId = containerId;
    this.clock = clock;
    this.changed = new Signal(clock);
    this.asked = Deadline.after(clock, ASK_AGAIN);
    this.listening = runtime.onEvent(this::hear);
  }

  private void hear(RuntimeEvent event) {
    if (event.type() == RuntimeEvent.Type.RESYNC || event.containerId().equals(containerId)) {
      told.set(true);
      changed.raise();
    }
  }

  /// Whether it will write no more.
  boolean hasEnded() throws InterruptedException {
    if (!told.getAndSet(false) && !asked.hasPassed(clock)) {
      return false;
    }
    asked = Deadline.after(clock, ASK_AGAIN);
    try {
      return !runtime.containers().status(containerId).container().isRunning();
    } catch (RuntimeFailure e) {
      if (e.isNotFound()) {
        return true;
      }
      throw e;
    }
  }

  /// Waits so long, or until the runtime has told something of it.
  void awaitEnd(Duration atMost) throws InterruptedException {
    changed.awaitUntil(told::get, Deadline.after(clock, atMost));
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (Exception e) {
      throw new IllegalStateException("the runtime keeps telling", e);
    }
  }
}
