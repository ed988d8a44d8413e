package dev.podo.bench.report;

import java.time.Duration;
import java.util.Arrays;

/// How long something took, each time; collected by one thread, or merged from several.
public final class Samples {
  private long[] nanos = new long[64];
  private int count;

  public void add(long tookNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = tookNanos;
  }

  public void addAll(Samples other) {
    for (int i = 0; i < other.count; i++) {
      add(other.nanos[i]);
    }
  }

  /// All of them, in the order in which they came.
  public long[] nanos() {
    return Arrays.copyOf(nanos, count);
  }

  public int count() {
    return count;
  }

  /// The smallest sample that at least this share of all samples do not exceed.
  ///
  /// @param share from 0 to 1
  public Duration quantile(double share) {
    if (count == 0) {
      return Duration.ZERO;
    }
    var sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * count);
    return Duration.ofNanos(sorted[Math.clamp(rank - 1, 0, count - 1)]);
  }

  public Duration median() {
    return quantile(0.5);
  }

  /// For many samples.
  public String medianAndP99() {
    return "median "
        + Units.time(median())
        + ", p99 "
        + Units.time(quantile(0.99))
        + " (n="
        + count
        + ")";
  }

  /// For few samples.
  public String minMedianMax() {
    return Units.time(quantile(0))
        + " / "
        + Units.time(median())
        + " / "
        + Units.time(quantile(1))
        + " (n="
        + count
        + ")";
  }
}
