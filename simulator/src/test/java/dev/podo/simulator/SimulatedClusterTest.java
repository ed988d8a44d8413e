package dev.podo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.store.Key;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedClusterTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void aDeploymentBecomesAvailable() {
    try (var cluster = SimulatedCluster.start(1, 3)) {
      Workloads.create(cluster, Workloads.deployment("web", 10, "web:1", "500m"));
      assertThat(cluster.runUntil(() -> Workloads.isSettled(cluster, "web"), LIMIT)).isTrue();
      assertThat(cluster.runUntil(() -> Workloads.nodesAreReady(cluster), LIMIT)).isTrue();
    }
  }

  @Test
  void aCrashKeepsOrLosesWhatWasNotSynced() {
    var kept = new TreeSet<Boolean>();
    for (long seed = 1; seed <= 12; seed++) {
      kept.add(survivesCrash(seed));
    }
    assertThat(kept).containsExactly(false, true);
  }

  private static boolean survivesCrash(long seed) {
    try (var cluster = SimulatedCluster.start(seed, 0)) {
      cluster.run(Duration.ofSeconds(5));
      cluster.setSyncMax(Duration.ofDays(1));
      var api = cluster.api();
      cluster.start(() ->
          api.create(
              Deployments.KIND,
              Workloads.deployment("web", 1, "web:1", "1"),
              WriteOptions.defaults()));
      cluster.run(Duration.ofMillis(50));
      cluster.crash();
      return cluster
          .history()
          .objects()
          .containsKey(new Key(Deployments.KIND.storageKey(), "default", "web"));
    }
  }

  @Test
  void nothingButHeartbeatsIsWrittenAtRest() {
    try (var cluster = SimulatedCluster.start(2, 2)) {
      Workloads.create(cluster, Workloads.deployment("web", 4, "web:1", "500m"));
      cluster.run(Duration.ofMinutes(10));
      var written = new TreeSet<String>();
      cluster.history().require((change, objects) -> written.add(change.key().kind()));
      var steps = cluster.steps();
      cluster.run(Duration.ofMinutes(3));
      assertThat(written).isSubsetOf("coordination.k8s.io/leases", "core/nodes");
      // Two nodes beat every ten seconds; each beat wakes a handful of threads.
      assertThat(cluster.steps() - steps).isLessThan(3_000);
    }
  }
}
