package dev.podo.node.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long to wait before something that failed is tried again: not at all the first time, then
/// ten seconds, doubling up to five minutes; forgotten after ten minutes without a failure.
///
/// @param delay the wait after the next failure; zero when there was none yet
/// @param last when the last one was; null when there was none
record CrashBackoff(Duration delay, @Nullable Instant last) {
  static final CrashBackoff NONE = new CrashBackoff(Duration.ZERO, null);
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration MAX = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /// When what failed at `failedAt` may be tried again.
  Instant retryAt(Instant failedAt) {
    return isForgotten(failedAt) ? failedAt : failedAt.plus(delay);
  }

  /// The state after trying again what failed at `failedAt`.
  CrashBackoff next(Instant failedAt) {
    if (delay.isZero() || isForgotten(failedAt)) {
      return new CrashBackoff(FIRST, failedAt);
    }
    var doubled = delay.multipliedBy(2);
    return new CrashBackoff(doubled.compareTo(MAX) > 0 ? MAX : doubled, failedAt);
  }

  private boolean isForgotten(Instant at) {
    return last != null && Duration.between(last, at).compareTo(FORGOTTEN_AFTER) > 0;
  }
}
