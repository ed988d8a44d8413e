package dev.podo.bench.cluster;

import java.io.IOException;
import java.time.Duration;

/// Waits for what tells nobody when it happens.
public final class Poll {
  private Poll() {}

  /// A condition that asks another process.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /// @throws IOException when it does not hold in time
  public static void until(String what, Duration patience, Duration pause, Condition condition)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(what + " did not come within " + patience.toSeconds() + " s");
      }
      Thread.sleep(pause);
    }
  }
}
