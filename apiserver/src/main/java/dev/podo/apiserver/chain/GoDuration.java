package dev.podo.apiserver.chain;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as Go prints and reads them: `300ms`, `-1.5h`, `2h45m`.
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(?:0|(?:(?:\\d++\\.?+\\d*+|\\.\\d++)(?:ns|us|µs|μs|ms|s|m|h))+)");
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern UNITLESS = Pattern.compile("[-+]?(?:\\d++\\.?+\\d*+|\\.\\d++)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int MAX_LENGTH = 64;

  private GoDuration() {}

  /// @throws IllegalArgumentException with Go's words for what is wrong
  static Duration parse(String text) {
    if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      var quoted = "\"" + shortened(text) + "\"";
      throw new IllegalArgumentException(
          UNITLESS.matcher(text).matches()
              ? "time: missing unit in duration " + quoted
              : "time: invalid duration " + quoted);
    }
    var nanos = BigDecimal.ZERO;
    var parts = PART.matcher(text);
    while (parts.find()) {
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit(parts.group(2))));
    }
    if (nanos.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
    }
    var duration = Duration.ofNanos(nanos.longValue());
    return text.startsWith("-") ? duration.negated() : duration;
  }

  private static String shortened(String text) {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(
        switch (name) {
          case "ns" -> 1L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000L;
        });
  }
}
