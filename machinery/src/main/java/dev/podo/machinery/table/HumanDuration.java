package dev.podo.machinery.table;

import java.time.Duration;

/// Lengths of time as people read them: the longer, the coarser. The thresholds are those of
/// upstream's `duration` package, because scripts read these cells.
public final class HumanDuration {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long YEAR = 365 * DAY;

  private HumanDuration() {}

  /// `5s`, `3m20s`, `45m`, `5h30m`, `30h`, `3d4h`, `90d`, `2y30d`, `9y`. Clocks may differ by up to
  /// two seconds before a negative length counts as `<invalid>`.
  public static String of(Duration length) {
    var seconds = towardsZero(length);
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 8 * HOUR) {
      return minutesAndHours(seconds);
    }
    return hoursAndMore(seconds);
  }

  private static long towardsZero(Duration length) {
    var seconds = length.getSeconds();
    return seconds < 0 && length.getNano() > 0 ? seconds + 1 : seconds;
  }

  private static String minutesAndHours(long seconds) {
    if (seconds < 10 * MINUTE) {
      return pair(seconds / MINUTE, "m", seconds % MINUTE, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    return pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
  }

  private static String hoursAndMore(long seconds) {
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    if (seconds < 8 * DAY) {
      return pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }
    if (seconds < 2 * YEAR) {
      return seconds / DAY + "d";
    }
    if (seconds < 8 * YEAR) {
      return pair(seconds / YEAR, "y", seconds % YEAR / DAY, "d");
    }
    return seconds / YEAR + "y";
  }

  private static String pair(long first, String unit, long second, String smallerUnit) {
    return second == 0 ? first + unit : first + unit + second + smallerUnit;
  }
}
