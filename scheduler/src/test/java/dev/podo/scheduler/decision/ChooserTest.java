package dev.podo.scheduler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.meta.v1.OwnerReference;
import dev.podo.scheduler.Sample;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChooserTest {
  private final ClusterState cluster = new ClusterState();
  private final Chooser chooser = new Chooser(0, new Random(7));

  private String choose(PodState pod) {
    var decision = chooser.choose(pod, cluster);
    assertThat(decision).isInstanceOf(Decision.Fits.class);
    return ((Decision.Fits) decision).node().name();
  }

  @ParameterizedTest
  @CsvSource({"5,5", "99,99", "100,100", "1000,420", "5000,500", "10000,500"})
  void looksAtFewerTheMoreThereAre(int nodes, int expected) {
    assertThat(chooser.enough(nodes)).isEqualTo(expected);
  }

  @Test
  void prefersTheEmptierNode() {
    cluster.put(Sample.node("full", "4", "8Gi"));
    cluster.put(Sample.node("empty", "4", "8Gi"));
    cluster.place(PodState.of(Sample.pod("x", "3", "6Gi")).on("full"));
    assertThat(choose(PodState.of(Sample.pod("p", "500m", "1Gi")))).isEqualTo("empty");
  }

  @Test
  void spreadsThePodsOfOneController() {
    for (var i = 0; i < 6; i++) {
      cluster.put(
          Sample.node("n" + i, "64", "64Gi", Map.of("topology.kubernetes.io/zone", "z" + i % 3)));
    }
    var used = new TreeMap<String, Integer>();
    for (var i = 0; i < 12; i++) {
      var pod = Sample.pod("p" + i, "100m", "16Mi");
      var owner = OwnerReference.builder().uid("rs").controller(true).build();
      var owned =
          PodState.of(
              pod.withMetadata(pod.metadata().with(it -> it.ownerReferences(List.of(owner)))));
      var node = choose(owned);
      cluster.place(owned.on(node));
      used.merge(node, 1, Integer::sum);
    }
    assertThat(used).hasSize(6).allSatisfy((node, count) -> assertThat(count).isEqualTo(2));
  }

  @Test
  void goesOnWhereItStopped() {
    for (var i = 0; i < 1000; i++) {
      cluster.put(Sample.node("n" + i, "4", "8Gi"));
    }
    var used = new TreeMap<String, Integer>();
    for (var i = 0; i < 1000; i++) {
      var pod = PodState.of(Sample.pod("p" + i, "2", "4Gi"));
      var node = choose(pod);
      cluster.place(pod.on(node));
      used.merge(node, 1, Integer::sum);
    }
    assertThat(used).hasSizeGreaterThan(990);
  }
}
