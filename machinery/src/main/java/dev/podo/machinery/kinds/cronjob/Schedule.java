package dev.podo.machinery.kinds.cronjob;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The times that the five fields of a cron line mean: minute, hour, day of the month, month and
/// day of the week; or a descriptor such as `@daily` or `@every 90m`. The dialect is that of
/// upstream's scheduler: `?` is `*`, names of months and days are understood, Sunday is 0 and only
/// 0, and when both days are restricted, either will do. Immutable.
public final class Schedule {
  private static final int YEARS_MAX = 5; // Later than this is never.

  private final @Nullable Duration every;
  private final CronField minutes;
  private final CronField hours;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;
  private final @Nullable ZoneId zone;

  private Schedule(@Nullable Duration every, @Nullable ZoneId zone, String line) {
    this.every = every;
    this.zone = zone;
    var fields = line.split("\\s+", -1);
    this.minutes = CronField.MINUTES.parse(fields[0]);
    this.hours = CronField.HOURS.parse(fields[1]);
    this.days = CronField.DAYS.parse(fields[2]);
    this.months = CronField.MONTHS.parse(fields[3]);
    this.weekdays = CronField.WEEKDAYS.parse(fields[4]);
  }

  /// Reads a schedule.
  ///
  /// @throws IllegalArgumentException if it is malformed, with upstream's text
  public static Schedule parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty spec string");
    }
    ZoneId zone = null;
    var line = text;
    if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
      var space = text.indexOf(' ');
      var name = text.substring(text.indexOf('=') + 1, space < 0 ? text.length() : space);
      zone = TimeZones.find(name);
      if (zone == null) {
        throw new IllegalArgumentException(
            "provided bad location " + name + ": unknown time zone " + name);
      }
      line = space < 0 ? "" : text.substring(space).strip();
    }
    return line.startsWith("@") ? descriptor(line, zone) : fields(line, zone);
  }

  private static Schedule fields(String line, @Nullable ZoneId zone) {
    var bare = line.strip();
    var fields = bare.isEmpty() ? List.<String>of() : List.of(bare.split("\\s+", -1));
    if (fields.size() != 5) {
      throw new IllegalArgumentException(
          "expected exactly 5 fields, found "
              + fields.size()
              + ": ["
              + String.join(" ", fields)
              + "]");
    }
    return new Schedule(null, zone, bare);
  }

  private static Schedule descriptor(String text, @Nullable ZoneId zone) {
    return switch (text) {
      case "@yearly", "@annually" -> new Schedule(null, zone, "0 0 1 1 *");
      case "@monthly" -> new Schedule(null, zone, "0 0 1 * *");
      case "@weekly" -> new Schedule(null, zone, "0 0 * * 0");
      case "@daily", "@midnight" -> new Schedule(null, zone, "0 0 * * *");
      case "@hourly" -> new Schedule(null, zone, "0 * * * *");
      default -> {
        var prefix = "@every ";
        if (!text.startsWith(prefix)) {
          throw new IllegalArgumentException("unrecognized descriptor: " + text);
        }
        yield new Schedule(Intervals.parse(text.substring(prefix.length())), zone, "* * * * *");
      }
    };
  }

  /// The first of the times that is later than this one; null if there is none within five years.
  ///
  /// @param clock the zone whose clock the schedule means, unless it names one itself
  public @Nullable Instant next(Instant after, ZoneId clock) {
    if (every != null) {
      return after.truncatedTo(ChronoUnit.SECONDS).plus(every);
    }
    var where = zone == null ? clock : zone;
    var from = ZonedDateTime.ofInstant(after, where).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    var last = from.getYear() + YEARS_MAX;
    for (var day = from.toLocalDate(); day.getYear() <= last; day = nextDay(day)) {
      if (isOn(day)) {
        var found = within(day, from, where);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private LocalDate nextDay(LocalDate day) {
    return months.has(day.getMonthValue()) ? day.plusDays(1) : day.withDayOfMonth(1).plusMonths(1);
  }

  private boolean isOn(LocalDate day) {
    if (!months.has(day.getMonthValue())) {
      return false;
    }
    var isDay = days.has(day.getDayOfMonth());
    var isWeekday = weekdays.has(day.getDayOfWeek().getValue() % 7);
    return (days.isAny() || weekdays.isAny()) ? isDay && isWeekday : isDay || isWeekday;
  }

  /// Steps through the hours as they pass, so that an hour that a change of the clocks leaves out
  /// does not come, and one that it repeats comes twice.
  private @Nullable Instant within(LocalDate day, ZonedDateTime from, ZoneId where) {
    var start = day.atStartOfDay(where);
    var time = start.isBefore(from) ? from : start;
    while (time.toLocalDate().equals(day)) {
      if (!hours.has(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (minutes.has(time.getMinute())) {
        return time.toInstant();
      } else {
        time = time.plusMinutes(1);
      }
    }
    return null;
  }
}
