package dev.podo.machinery.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Points in time as the API spells them: RFC 3339 in whole seconds, or in microseconds.
final class Times {
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

  private static Instant parse(String text, String layout) {
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "parsing time \"" + text + "\" as \"" + layout + "\": cannot parse it", e);
    }
  }
}
