package dev.podo.scheduler.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.PodAffinity;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.scheduler.Sample;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowingTest {
  private final ClusterState cluster = new ClusterState();

  private void nodes(int count, int zones) {
    for (var i = 0; i < count; i++) {
      var labels = new TreeMap<>(Map.of("zone", "z" + i % zones, "host", "n" + i));
      cluster.put(Sample.node("n" + i, "64", "64Gi", labels));
    }
  }

  private static PodState pod(String name, String app, String topology, String near, String zone) {
    var selector = LabelSelector.builder().matchLabels(new TreeMap<>(Map.of("app", near))).build();
    var term = PodAffinityTerm.builder().labelSelector(selector).topologyKey(topology).build();
    var rules =
        PodAffinity.builder().requiredDuringSchedulingIgnoredDuringExecution(List.of(term)).build();
    var affinity = topology.isEmpty() ? null : Affinity.builder().podAffinity(rules).build();
    var selected = new TreeMap<String, String>();
    if (!zone.isEmpty()) {
      selected.put("zone", zone);
    }
    var plain = Sample.pod(name, "1m", "1Mi", it -> it.affinity(affinity).nodeSelector(selected));
    var labels = new TreeMap<>(Map.of("app", app));
    return PodState.of(plain.withMetadata(plain.metadata().withLabels(labels)));
  }

  private List<String> candidates(PodState pod) {
    return Filters.candidates(pod, cluster).stream().map(NodeState::name).toList();
  }

  @Test
  void aPodNearOthersIsTriedOnlyWhereTheyAre() {
    nodes(9, 3);
    cluster.place(pod("a", "a", "", "", "").on("n4"));
    assertThat(candidates(pod("b", "b", "zone", "a", ""))).containsExactly("n1", "n4", "n7");
    assertThat(candidates(pod("b", "b", "host", "a", ""))).containsExactly("n4");
    assertThat(candidates(pod("b", "b", "zone", "none", ""))).isEmpty();
  }

  @Test
  void theFirstOfItsKindMayGoAnywhere() {
    nodes(9, 3);
    assertThat(candidates(pod("a", "a", "zone", "a", ""))).hasSize(9);
  }

  @Test
  void zonesTakeTurns() {
    nodes(6, 3);
    cluster.place(pod("a", "a", "", "", "").on("n0"));
    cluster.place(pod("b", "a", "", "", "").on("n2"));
    assertThat(candidates(pod("c", "c", "zone", "a", ""))).containsExactly("n0", "n2", "n3", "n5");
  }

  @Test
  void aNodeSelectorIsLookedUp() {
    nodes(9, 3);
    assertThat(candidates(pod("a", "a", "", "", "z2"))).containsExactly("n2", "n5", "n8");
  }

  /// Whatever comes and goes, no node that would do is left out.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 20261123})
  void leavesNoFittingNodeOut(long seed) {
    var random = new Random(seed);
    nodes(20, 4);
    var placed = new ArrayList<String>();
    for (var step = 0; step < 1_000; step++) {
      var topology = List.of("", "zone", "host", "other").get(random.nextInt(4));
      var zone = random.nextInt(4) == 0 ? "z" + random.nextInt(5) : "";
      var app = "a" + random.nextInt(4);
      var pod = pod("p" + step, app, topology, "a" + random.nextInt(4), zone);
      var test = Filters.prepare(pod, cluster);
      var fitting = cluster.rotation().stream().filter(node -> test.test(node) == null).toList();
      assertThat(Filters.candidates(pod, cluster)).as("seed " + seed).containsAll(fitting);
      if (!fitting.isEmpty()) {
        cluster.place(pod.on(fitting.get(random.nextInt(fitting.size())).name()));
        placed.add(pod.uid());
      }
      if (placed.size() > 10) {
        cluster.remove(placed.remove(random.nextInt(placed.size())));
      }
      if (random.nextInt(50) == 0) {
        var name = "n" + random.nextInt(20);
        var labels = new TreeMap<>(Map.of("zone", "z" + random.nextInt(4), "host", name));
        cluster.put(Sample.node(name, "64", "64Gi", labels));
      }
    }
  }
}
