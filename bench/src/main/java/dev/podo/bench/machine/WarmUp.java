package dev.podo.bench.machine;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Does something until the compilers have nothing more to say about it. On two cores they take
/// most of the first seconds, and a rate that includes them says little about a server that runs
/// for days.
public final class WarmUp {
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int MOST_SLICES = 30;
  private static final long QUIET_MILLIS = 50;

  private WarmUp() {}

  /// What gets warm.
  @FunctionalInterface
  public interface Work {
    /// @return how often it was done
    long run(Duration time) throws Exception;
  }

  /// @param least it is done so often at least, because compilers are also quiet while neighbours
  ///   take the processors; half a minute is enough in any case
  public static void by(long least, Work work) throws Exception {
    long done = 0;
    for (int slice = 0; slice < MOST_SLICES; slice++) {
      long before = compiledMillis();
      done += work.run(SLICE);
      if (done >= least && compiledMillis() - before < QUIET_MILLIS) {
        return;
      }
    }
  }

  private static long compiledMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }
}
