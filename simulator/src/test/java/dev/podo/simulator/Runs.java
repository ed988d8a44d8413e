package dev.podo.simulator;

import java.time.Duration;

/// A run to compare with itself, also from a second JVM.
final class Runs {
  private Runs() {}

  /// Prints what [#shortRun] tells of the seed given.
  public static void main(String[] args) {
    System.out.println(shortRun(Long.parseLong(args[0])));
  }

  /// A rollout with a crash in it.
  ///
  /// @return what is the same whenever the seed is the same
  static String shortRun(long seed) {
    try (var cluster = SimulatedCluster.start(seed, 3)) {
      Workloads.create(cluster, Workloads.deployment("web", 6, "web:1", "500m"));
      cluster.run(Duration.ofSeconds(20));
      Workloads.change(cluster, "web", Workloads.image("web:2"));
      cluster.run(Duration.ofSeconds(2));
      cluster.crash();
      cluster.run(Duration.ofSeconds(30));
      return cluster.history().trace().hash() + " after " + cluster.steps() + " steps";
    }
  }
}
