package dev.podo.bench.machine;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Does something until the compilers have nothing more to say about it. On two cores they take
/// most of the first seconds, and a rate that includes them says little about a server that runs
/// for days.
public final class WarmUp {
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int MOST_SLICES = 20;
  private static final long QUIET_MILLIS = 50;

  private WarmUp() {}

  /// What gets warm.
  @FunctionalInterface
  public interface Work {
    void run(Duration time) throws Exception;
  }

  public static void by(Work work) throws Exception {
    for (int slice = 0; slice < MOST_SLICES; slice++) {
      long before = compiledMillis();
      work.run(SLICE);
      if (compiledMillis() - before < QUIET_MILLIS) {
        return;
      }
    }
  }

  private static long compiledMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }
}
