package dev.podo.scheduler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.Pod;
import dev.podo.scheduler.Sample;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.HostPort;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementPropertyTest {
  private static final int STEPS = 2_000;

  /// Whatever comes and goes in whatever order, no node is promised more than it has, no host port
  /// twice, and the sums that are kept are those that counting would give.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 20261123})
  void nothingIsPromisedTwice(long seed) {
    var random = new Random(seed);
    var cluster = new ClusterState();
    var chooser = new Chooser(0, random);
    var placed = new ArrayList<String>();
    for (var i = 0; i < 10; i++) {
      cluster.put(
          Sample.node(
              "n" + i, Integer.toString(1 + random.nextInt(8)), (1 + random.nextInt(8)) + "Gi"));
    }
    for (var step = 0; step < STEPS; step++) {
      if (!placed.isEmpty() && random.nextInt(3) == 0) {
        cluster.remove(placed.remove(random.nextInt(placed.size())));
      } else {
        var pod = PodState.of(pod("p" + step, random));
        if (chooser.choose(pod, cluster) instanceof Decision.Fits(NodeState node, int of)) {
          cluster.place(pod.on(node.name()));
          placed.add(pod.uid());
        }
      }
      cluster.nodes().forEach(node -> check(node, seed));
    }
    assertThat(placed).as("seed " + seed).isNotEmpty();
  }

  private static Pod pod(String name, Random random) {
    var cpu = random.nextInt(5) == 0 ? "0" : (50 * (1 + random.nextInt(40))) + "m";
    var memory = random.nextInt(5) == 0 ? "0" : (16 * (1 + random.nextInt(64))) + "Mi";
    var plain = Sample.pod(name, cpu, memory);
    if (random.nextInt(3) > 0) {
      return plain;
    }
    var port =
        ContainerPort.builder()
            .containerPort(80)
            .hostPort(8000 + random.nextInt(4))
            .hostIP(random.nextBoolean() ? "" : "10.0.0." + random.nextInt(2))
            .protocol(random.nextBoolean() ? "TCP" : "UDP")
            .build();
    List<Container> containers =
        plain.spec().containers().stream().map(it -> it.with(c -> c.ports(List.of(port)))).toList();
    return plain.withSpec(plain.spec().with(it -> it.containers(containers)));
  }

  private static void check(NodeState node, long seed) {
    var sum = new Resources();
    var ports = new ArrayList<HostPort>();
    for (var pod : node.pods()) {
      sum.add(pod.requests());
      for (var port : pod.ports()) {
        assertThat(ports).as("seed " + seed).noneMatch(port::conflictsWith);
        ports.add(port);
      }
    }
    assertThat(node.requested()).as("seed " + seed).hasToString(sum.toString());
    assertThat(sum.milliCpu())
        .as("seed " + seed)
        .isLessThanOrEqualTo(node.allocatable().milliCpu());
    assertThat(sum.memory()).as("seed " + seed).isLessThanOrEqualTo(node.allocatable().memory());
    assertThat(node.usesPorts()).isEqualTo(!ports.isEmpty());
  }
}
