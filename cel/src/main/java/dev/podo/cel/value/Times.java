package dev.podo.cel.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Timestamps and durations as texts.
public final class Times {
  private static final Pattern DURATION =
      Pattern.compile(
          "[-+]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w))+)");
  private static final Pattern TERM =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L,
          "w", 604_800_000_000_000L);
  private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int TEXT_MAX = 128;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Times() {}

  /// The duration that a text such as `1h30m` spells, in Go's way and with days and weeks; null if
  /// it spells none, or one of more than 292 years.
  public static @Nullable Duration duration(String text) {
    if (text.length() > TEXT_MAX || !DURATION.matcher(text).matches()) {
      return null;
    }
    var sum = BigDecimal.ZERO;
    var terms = TERM.matcher(text);
    while (terms.find()) {
      var unit = NANOS.getOrDefault(terms.group(2), 0L);
      sum = sum.add(new BigDecimal(terms.group(1)).multiply(BigDecimal.valueOf(unit)));
    }
    if (sum.compareTo(NANOS_MAX) > 0) {
      return null;
    }
    var duration = Duration.ofNanos(sum.longValue());
    return text.startsWith("-") ? duration.negated() : duration;
  }

  /// The instant that a text in the form of RFC 3339 spells; null if it spells none.
  public static @Nullable Instant timestamp(String text) {
    try {
      var time =
          OffsetDateTime.parse(
                  text.toUpperCase(Locale.ROOT), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
              .toInstant();
      return isInRange(time) ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// The start of the day that a text spells; null if it spells none.
  public static @Nullable Instant date(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Whether a timestamp is one that the language has: of the years 1 to 9999.
  public static boolean isInRange(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  /// As RFC 3339 has it, with as many digits of the second as are needed.
  public static String show(Instant time) {
    var text = time.toString();
    var dot = text.indexOf('.');
    if (dot < 0) {
      return text;
    }
    var end = text.length() - 1;
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end) + "Z";
  }

  /// In seconds: `90s`, `1.5s`.
  public static String show(Duration duration) {
    var seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return (seconds.signum() == 0 ? "0" : seconds.toPlainString()) + "s";
  }
}
