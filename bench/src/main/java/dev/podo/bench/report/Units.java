package dev.podo.bench.report;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them: three digits that count, and the unit that keeps them few.
public final class Units {
  private static final long KIB = 1024;

  private Units() {}

  public static String time(Duration duration) {
    double nanos = duration.toNanos();
    if (nanos < 1e3) {
      return digits(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return digits(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
  }

  public static String bytes(double bytes) {
    if (bytes < KIB) {
      return digits(bytes) + " B";
    }
    return bytes < KIB * KIB ? digits(bytes / KIB) + " KiB" : digits(bytes / KIB / KIB) + " MiB";
  }

  public static String count(double number) {
    return number < 1000 ? digits(number) : String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  public static String perSecond(long count, Duration time) {
    return count(rate(count, time)) + "/s";
  }

  public static double rate(long count, Duration time) {
    return count * 1e9 / Math.max(1, time.toNanos());
  }

  public static String ratio(double of, double to) {
    return to == 0 ? "no ratio" : String.format(Locale.ROOT, "%.2f ×", of / to);
  }

  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String digits(double number) {
    int after = number >= 100 ? 0 : number >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + after + "f", number);
  }
}
