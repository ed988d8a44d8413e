package dev.podo.scheduler;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Timestamps in JSON trees.
final class Times {
  private Times() {}

  static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
