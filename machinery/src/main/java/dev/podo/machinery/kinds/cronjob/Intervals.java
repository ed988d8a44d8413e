package dev.podo.machinery.kinds.cronjob;

import dev.podo.machinery.validation.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Lengths of time as Go spells them: `90m`, `1h30m`, `1.5s`.
final class Intervals {
  private static final Pattern PART = Pattern.compile("([0-9]+)(\\.[0-9]+)?(h|ms|m|s)");

  private Intervals() {}

  /// @return at least a second, and no fractions of one
  /// @throws IllegalArgumentException if the text is malformed
  static Duration parse(String text) {
    var matcher = PART.matcher(text);
    var millis = BigDecimal.ZERO;
    var end = 0;
    while (matcher.lookingAt()) {
      var amount = new BigDecimal(text.substring(end, matcher.end() - matcher.group(3).length()));
      millis = millis.add(amount.multiply(BigDecimal.valueOf(unit(matcher.group(3)))));
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (end == 0 || end < text.length() || millis.compareTo(BigDecimal.valueOf(1L << 53)) > 0) {
      throw new IllegalArgumentException(
          "failed to parse duration @every "
              + text
              + ": time: invalid duration "
              + Texts.quote(text));
    }
    return Duration.ofSeconds(Math.max(1, millis.longValue() / 1000));
  }

  private static long unit(String name) {
    return switch (name) {
      case "h" -> 3_600_000;
      case "m" -> 60_000;
      case "s" -> 1_000;
      default -> 1;
    };
  }
}
