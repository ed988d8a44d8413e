package dev.podo.testkit;

import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.deployment.Deployments;
import java.time.Duration;

/// Prints how long clusters take to start in this JVM, the first and the next ones, and until a
/// Deployment of three is available: for docs/performance.md.
final class StartUp {
  private StartUp() {}

  /// @param args how many clusters to start
  public static void main(String[] args) throws InterruptedException {
    for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
      var began = System.nanoTime();
      try (var cluster = PodoCluster.start()) {
        var up = System.nanoTime();
        cluster
            .api()
            .create(Deployments.KIND, Sample.deployment("web", 3), WriteOptions.defaults());
        cluster.await(
            Deployments.KIND, "default", "web", Sample.hasAvailable(3), Duration.ofSeconds(30));
        var available = System.nanoTime();
        System.out.printf(
            "start %d: ready after %d ms, deployment available after %d ms more%n",
            i, (up - began) / 1_000_000, (available - up) / 1_000_000);
      }
    }
  }
}
