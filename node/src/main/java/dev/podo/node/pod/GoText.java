package dev.podo.node.pod;

import java.time.Duration;
import java.util.Locale;

/// Durations in messages, as Go prints them.
final class GoText {
  private GoText() {}

  /// As in `512ms`, `1.25s`, `1m2.5s`; milliseconds are the finest.
  static String duration(Duration duration) {
    var millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    var minutes = millis / 60_000;
    var seconds = String.format(Locale.ROOT, "%.3f", millis % 60_000 / 1000.0);
    var trimmed = seconds.replaceAll("\\.?0+$", "");
    return (minutes == 0 ? "" : minutes + "m") + trimmed + "s";
  }
}
