package dev.podo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.simulator.invariants.AvailableThroughout;
import dev.podo.simulator.network.SimulatedNetwork.Quality;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rolling updates while something fails that takes no pod with it.
class RolloutTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private interface Disturbance {
    void strike(SimulatedCluster cluster, int round);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysAvailableOnALossyNetwork(long seed) {
    rollOut(
        seed,
        (cluster, round) ->
            cluster.network().setQuality(new Quality(Duration.ofMillis(150), 5 * round)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysAvailableWhenWatchesAreCut(long seed) {
    rollOut(seed, (cluster, round) -> cluster.network().cutWatches());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysAvailableWhenAgentsRestart(long seed) {
    rollOut(
        seed,
        (cluster, round) -> {
          var node = cluster.nodeNames().get(round % cluster.nodeNames().size());
          cluster.killAgent(node);
          cluster.run(Duration.ofMillis(700));
          cluster.startAgent(node);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysAvailableWhenTheMachineLosesPower(long seed) {
    rollOut(
        seed,
        (cluster, round) -> {
          cluster.setSyncMax(Duration.ofMillis(100));
          cluster.run(Duration.ofMillis(90));
          cluster.crash();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysAvailableWhenTheClockJumps(long seed) {
    rollOut(
        seed,
        (cluster, round) ->
            cluster.clock().skewBy(Duration.ofSeconds(round % 2 == 0 ? -400 : 300)));
  }

  private static void rollOut(long seed, Disturbance disturbance) {
    try (var cluster = SimulatedCluster.start(seed, 3)) {
      Workloads.create(cluster, Workloads.deployment("web", 9, "web:1", "1"));
      assertThat(cluster.runUntil(() -> Workloads.isSettled(cluster, "web"), LIMIT)).isTrue();
      cluster.history().require(new AvailableThroughout(Workloads.NAMESPACE, "web", "app", "web"));
      Workloads.change(cluster, "web", Workloads.image("web:2"));
      for (int round = 1; round <= 4; round++) {
        disturbance.strike(cluster, round);
        cluster.run(Duration.ofSeconds(2));
      }
      cluster.heal();
      assertThat(cluster.runUntil(() -> Workloads.isSettled(cluster, "web"), LIMIT)).isTrue();
      assertThat(Workloads.pods(cluster).flatMap(p -> p.status().containerStatuses().stream()))
          .allMatch(container -> container.restartCount() == 0);
    }
  }

  @Test
  void podsLeaveANodeThatIsCutOff() {
    try (var cluster = SimulatedCluster.start(3, 3)) {
      Workloads.create(cluster, Workloads.deployment("web", 6, "web:1", "1"));
      assertThat(
              cluster.runUntil(
                  () -> Workloads.nodesAreReady(cluster) && Workloads.isSettled(cluster, "web"),
                  LIMIT))
          .isTrue();
      cluster.network().link("system:node:node-2").setDown(true);
      assertThat(cluster.runUntil(() -> !Workloads.nodesAreReady(cluster), Duration.ofMinutes(1)))
          .isTrue();
      // 300 s is what pods tolerate; the others then run elsewhere, though the dead cannot be told.
      assertThat(
              cluster.runUntil(
                  () ->
                      Workloads.ready(cluster, "web")
                              .filter(pod -> !pod.spec().nodeName().equals("node-2"))
                              .count()
                          == 6,
                  Duration.ofSeconds(330)))
          .isTrue();
      cluster.heal();
      assertThat(
              cluster.runUntil(
                  () -> Workloads.nodesAreReady(cluster) && Workloads.isSettled(cluster, "web"),
                  Duration.ofMinutes(2)))
          .isTrue();
    }
  }
}
