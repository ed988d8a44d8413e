package dev.podo.machinery.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Points in time as the API spells them: RFC 3339 in whole seconds, or in microseconds.
final class Times {
  private static final long ZERO_SECONDS = -62_135_596_800L; // The beginning of year 1.

  private Times() {}

  /// @throws IllegalArgumentException if the text is no such time
  static Instant parseSeconds(String text) {
    return parse(text, "2006-01-02T15:04:05Z07:00").truncatedTo(ChronoUnit.SECONDS);
  }

  /// @throws IllegalArgumentException if the text is no such time
  static Instant parseMicros(String text) {
    return parse(text, "2006-01-02T15:04:05.000000Z07:00").truncatedTo(ChronoUnit.MICROS);
  }

  /// In UTC, without fraction or with six digits of it.
  static String print(Instant time, boolean micros) {
    var buffer = new JsonBuffer();
    buffer.time(time, micros);
    var quoted = buffer.text();
    return quoted.substring(1, quoted.length() - 1);
  }

  /// Go's zero time, which stands for no time at all.
  static boolean isZero(Instant time) {
    return time.getEpochSecond() == ZERO_SECONDS && time.getNano() == 0;
  }

  private static Instant parse(String text, String layout) {
    try {
      if (text.length() < 20 || text.charAt(4) != '-' || text.charAt(16) != ':') {
        throw new DateTimeException("not of the form 2006-01-02T15:04:05Z");
      }
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "parsing time \"" + text + "\" as \"" + layout + "\": cannot parse it", e);
    }
  }
}
