package dev.podo.foundation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try.
///
/// @param initial the wait after the first failure
/// @param max never longer than this, jitter aside
/// @param factor each wait is so many times the last
/// @param jitter up to this share is added at random, so that many do not come back at once
public record Backoff(Duration initial, Duration max, double factor, double jitter) {
  public Backoff {
    Check.that(!initial.isNegative() && factor >= 1 && jitter >= 0, "bad back-off: %s", initial);
  }

  public static Backoff exponential(Duration initial, Duration max) {
    return new Backoff(initial, max, 2, 0.1);
  }

  /// @param failures how often it has failed so far, at least 1
  public Duration delay(int failures, RandomGenerator random) {
    var nanos = initial.toNanos() * Math.pow(factor, Math.max(0, failures - 1));
    var capped = Math.min(nanos, max.toNanos());
    return Duration.ofNanos((long) (capped * (1 + jitter * random.nextDouble())));
  }
}
