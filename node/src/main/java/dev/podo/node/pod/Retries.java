package dev.podo.node.pod;

import java.time.Duration;
import java.time.Instant;

/// How soon what the world was not ready for is tried again: half a second, doubling up to two
/// minutes. Waiting for a ConfigMap must not take as long as waiting for a crashing program.
final class Retries {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MAX = Duration.ofMinutes(2);

  private Retries() {}

  static CrashBackoff next(CrashBackoff before, Instant failedAt) {
    var doubled = before.delay().isZero() ? FIRST : before.delay().multipliedBy(2);
    return new CrashBackoff(doubled.compareTo(MAX) > 0 ? MAX : doubled, failedAt);
  }
}
