package dev.podo.machinery.kinds.cronjob;

import dev.podo.machinery.validation.Texts;
import java.util.List;
import java.util.Locale;

/// One of the five fields of a cron line: which numbers it allows.
///
/// @param allowed a bit for each number
/// @param isAny whether the field was left open
record CronField(Range range, long allowed, boolean isAny) {
  private static final List<String> MONTH_NAMES =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAY_NAMES =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  static final Range MINUTES = new Range(0, 59, List.of());
  static final Range HOURS = new Range(0, 23, List.of());
  static final Range DAYS = new Range(1, 31, List.of());
  static final Range MONTHS = new Range(1, 12, MONTH_NAMES);
  static final Range WEEKDAYS = new Range(0, 6, DAY_NAMES);

  boolean has(int number) {
    return (allowed & 1L << number) != 0;
  }

  /// What the numbers of a field may be.
  ///
  /// @param names of the numbers, beginning with the least
  record Range(int min, int max, List<String> names) {
    /// Reads a field: parts separated by commas, each a number, a range or a star, with an optional
    /// step.
    CronField parse(String field) {
      var allowed = 0L;
      var isAny = false;
      for (var part : field.split(",", -1)) {
        if (!part.isEmpty()) {
          var one = part(part);
          allowed |= one.allowed;
          isAny |= one.isAny;
        }
      }
      return new CronField(this, allowed, isAny);
    }

    private CronField part(String part) {
      var slash = part.split("/", -1);
      var dash = slash[0].split("-", -1);
      var isStar = dash[0].equals("*") || dash[0].equals("?");
      var isSingle = dash.length == 1;
      var start = isStar ? min : number(dash[0]);
      var end = isStar ? max : isSingle ? start : number(dash[1]);
      if (!isStar && dash.length > 2) {
        throw new IllegalArgumentException("too many hyphens: " + part);
      }
      var step = 1;
      if (slash.length == 2) {
        step = integer(slash[1]);
        // `5/15` means from 5 on, every 15.
        end = isSingle ? max : end;
      } else if (slash.length > 2) {
        throw new IllegalArgumentException("too many slashes: " + part);
      }
      check(start, end, step, part);
      var isAny = isStar && step == 1;
      return new CronField(this, bits(start, end, step), isAny);
    }

    private void check(int start, int end, int step, String part) {
      if (start < min) {
        throw new IllegalArgumentException(
            "beginning of range (%d) below minimum (%d): %s".formatted(start, min, part));
      }
      if (end > max) {
        throw new IllegalArgumentException(
            "end of range (%d) above maximum (%d): %s".formatted(end, max, part));
      }
      if (start > end) {
        throw new IllegalArgumentException(
            "beginning of range (%d) beyond end of range (%d): %s".formatted(start, end, part));
      }
      if (step == 0) {
        throw new IllegalArgumentException("step of range should be a positive number: " + part);
      }
    }

    private static long bits(int start, int end, int step) {
      var bits = 0L;
      for (var number = start; number <= end && number >= 0; number += step) {
        bits |= 1L << number;
      }
      return bits;
    }

    private int number(String text) {
      var named = names.indexOf(text.toLowerCase(Locale.ROOT));
      return named >= 0 ? named + min : integer(text);
    }

    private static int integer(String text) {
      int number;
      try {
        number = Integer.parseInt(text);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException(
            "failed to parse int from "
                + text
                + ": strconv.Atoi: parsing "
                + Texts.quote(text)
                + ": invalid syntax",
            malformed);
      }
      if (number < 0) {
        throw new IllegalArgumentException("negative number (" + number + ") not allowed: " + text);
      }
      return number;
    }
  }
}
