package dev.podo.foundation;

import java.time.Duration;
import java.time.Instant;

/// The one source of time: a wall clock for what is written down, and a monotonic clock for how
/// long things take. A wall clock may jump; nothing waits by it.
public interface Clock {
  /// The wall clock, for timestamps in objects.
  Instant now();

  /// The monotonic clock, in nanoseconds from an arbitrary origin.
  long nanos();

  /// Runs `action` once the monotonic clock has reached `atNanos`, on a thread of the clock's own:
  /// the action must return at once (it wakes somebody, it does no work).
  Timer schedule(long atNanos, Runnable action);

  /// Returns when `duration` has passed.
  default void sleep(Duration duration) throws InterruptedException {
    new Waiter(this).await(Deadline.after(this, duration));
  }

  /// A clock of the machine; all callers share one timer thread.
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /// A scheduled wake-up.
  interface Timer {
    /// The action will not be started any more, unless it is running already.
    void cancel();
  }
}
