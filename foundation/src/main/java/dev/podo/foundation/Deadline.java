package dev.podo.foundation;

import java.time.Duration;

/// A point on a clock's monotonic time after which waiting is given up.
public record Deadline(long atNanos) {
  private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  /// For the waits that end only with their scope: a worker that waits for work.
  public static Deadline never() {
    return NEVER;
  }

  public static Deadline after(Clock clock, Duration duration) {
    try {
      return new Deadline(Math.addExact(clock.nanos(), duration.toNanos()));
    } catch (ArithmeticException tooFar) {
      return NEVER;
    }
  }

  public boolean isNever() {
    return atNanos == Long.MAX_VALUE;
  }

  public boolean hasPassed(Clock clock) {
    return !isNever() && clock.nanos() - atNanos >= 0;
  }

  /// What is left, never negative.
  public Duration remaining(Clock clock) {
    return isNever()
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
  }

  public Deadline orEarlier(Deadline other) {
    return atNanos <= other.atNanos ? this : other;
  }
}
