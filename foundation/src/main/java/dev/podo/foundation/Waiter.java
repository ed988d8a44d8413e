package dev.podo.foundation;

import java.util.concurrent.locks.LockSupport;

/// One thread waiting once. All waits of a component end up here, parked without a timeout:
/// deadlines are timers of the injected clock, so that virtual time can decide when they pass.
final class Waiter {
  private final Thread thread = Thread.currentThread();
  private final Clock clock;
  private volatile boolean woken;

  Waiter(Clock clock) {
    this.clock = clock;
  }

  void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /// Waits until [#wake] or the deadline, whichever comes first.
  void await(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (deadline.hasPassed(clock)) {
      return;
    }
    var timer = deadline.isNever() ? null : clock.schedule(deadline.atNanos(), this::wake);
    try {
      while (!woken) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
