package dev.podo.node.work;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs a step whenever it is woken or its time has come, one run at a time, each on a thread that
/// ends with it: ten thousand idle loops are ten thousand small objects and no thread. A wake-up
/// during a run makes another run follow.
///
/// It ends with its scope, or when it is closed; a step that is running then is let finish.
public final class Loop implements AutoCloseable {
  private final Scope scope;
  private final String name;
  private final Step step;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.IDLE;
  private Clock.@Nullable Timer timer;

  private enum State {
    IDLE,
    RUNNING,
    RUNNING_WOKEN,
    CLOSED
  }

  public Loop(Scope scope, String name, Step step) {
    this.scope = scope;
    this.name = name;
    this.step = step;
  }

  /// Makes a run begin after this call. Returns at once.
  public void wake() {
    lock.lock();
    try {
      switch (state) {
        case IDLE -> start();
        case RUNNING -> state = State.RUNNING_WOKEN;
        case RUNNING_WOKEN, CLOSED -> {
          // nothing more to do
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Makes a run begin at a time, unless one is due earlier. Returns at once.
  public void wakeAt(Deadline at) {
    lock.lock();
    try {
      if (state == State.IDLE) {
        setTimer(at);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      state = State.CLOSED;
      cancelTimer();
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    cancelTimer();
    if (scope.isClosed()) {
      state = State.CLOSED;
      return;
    }
    state = State.RUNNING;
    try {
      scope.fork(name, this::run);
    } catch (IllegalStateException closedMeanwhile) {
      state = State.CLOSED;
    }
  }

  private void run() throws InterruptedException {
    Deadline next;
    do {
      next = step.run();
    } while (goesOn(next));
  }

  private boolean goesOn(Deadline next) {
    lock.lock();
    try {
      if (state == State.RUNNING_WOKEN) {
        state = State.RUNNING;
        return true;
      }
      if (state == State.RUNNING) {
        state = State.IDLE;
        setTimer(next);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void setTimer(Deadline at) {
    cancelTimer();
    if (!at.isNever()) {
      timer = scope.environment().clock().schedule(at.atNanos(), this::wake);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// What a loop does each time.
  @FunctionalInterface
  public interface Step {
    /// @return when to run again if nobody wakes it before
    Deadline run() throws InterruptedException;
  }
}
