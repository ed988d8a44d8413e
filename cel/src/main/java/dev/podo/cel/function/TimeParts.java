package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/// Years, days, hours of timestamps, in UTC or another zone, and of durations.
final class TimeParts {
  private static final Pattern OFFSET = Pattern.compile("[-+]?\\d\\d:\\d\\d");

  private TimeParts() {}

  static void declare(Library library) {
    part(library, "getFullYear", time -> time.getYear());
    part(library, "getMonth", time -> time.getMonthValue() - 1);
    part(library, "getDayOfYear", time -> time.getDayOfYear() - 1);
    part(library, "getDayOfMonth", time -> time.getDayOfMonth() - 1);
    part(library, "getDate", time -> time.getDayOfMonth());
    part(library, "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7);
    part(library, "getHours", time -> time.getHour());
    part(library, "getMinutes", time -> time.getMinute());
    part(library, "getSeconds", time -> time.getSecond());
    part(library, "getMilliseconds", time -> time.getNano() / 1_000_000);
    duration(library, "getHours", Duration::toHours);
    duration(library, "getMinutes", Duration::toMinutes);
    duration(library, "getSeconds", Duration::toSeconds);
    duration(library, "getMilliseconds", Duration::toMillis);
  }

  private static void part(Library library, String function, ToLongFunction<ZonedDateTime> part) {
    library.member(
        "timestamp_" + function,
        function,
        "(timestamp) int",
        args -> part.applyAsLong(((Instant) args[0]).atZone(ZoneOffset.UTC)));
    library.member(
        "timestamp_" + function + "_with_tz",
        function,
        "(timestamp, string) int",
        args -> part.applyAsLong(((Instant) args[0]).atZone(zone((String) args[1]))));
  }

  private static void duration(Library library, String function, ToLongFunction<Duration> part) {
    library.member(
        "duration_" + function,
        function,
        "(duration) int",
        args -> part.applyAsLong((Duration) args[0]));
  }

  private static ZoneId zone(String name) {
    try {
      if (OFFSET.matcher(name).matches()) {
        return ZoneOffset.of(Character.isDigit(name.charAt(0)) ? "+" + name : name);
      }
      return ZoneId.of(name.isEmpty() ? "UTC" : name);
    } catch (DateTimeException e) {
      throw new EvaluationError("unknown time zone " + name);
    }
  }
}
