package dev.podo.scheduler.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.scheduler.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
  private final ClusterState cluster = new ClusterState();

  private static PodState pod(String name) {
    return PodState.of(Sample.pod(name, "1", "1Gi")).on("n");
  }

  private long requested() {
    var node = cluster.node("n");
    return node == null ? -1 : node.requested().milliCpu();
  }

  @Test
  void podsMayBeKnownBeforeTheirNode() {
    cluster.place(pod("a"));
    cluster.place(pod("b"));
    cluster.remove("uid-b");
    cluster.put(Sample.node("n", "4", "8Gi"));
    assertThat(requested()).isEqualTo(1000);
  }

  @Test
  void aNodeThatComesBackFindsItsPods() {
    cluster.put(Sample.node("n", "4", "8Gi"));
    cluster.place(pod("a"));
    cluster.removeNode("n");
    cluster.put(Sample.node("n", "4", "8Gi"));
    assertThat(requested()).isEqualTo(1000);
    cluster.remove("uid-a");
    assertThat(requested()).isZero();
  }

  @Test
  void anotherVersionOfAPodIsNotCountedTwice() {
    cluster.put(Sample.node("n", "4", "8Gi"));
    var pod = pod("a");
    cluster.place(pod);
    var bound = pod.pod().withMetadata(pod.pod().metadata().with(it -> it.resourceVersion("7")));
    cluster.place(pod.refreshed(bound));
    cluster.place(PodState.of(bound));
    assertThat(requested()).isEqualTo(1000);
  }

  @Test
  void nodesTakeTurnsZoneByZone() {
    for (var i = 0; i < 4; i++) {
      var zone = i < 2 ? "a" : "b";
      cluster.put(Sample.node("n" + i, "4", "8Gi", Map.of("topology.kubernetes.io/zone", zone)));
    }
    assertThat(cluster.rotation())
        .extracting(NodeState::name)
        .containsExactly("n0", "n2", "n1", "n3");
  }

  @Test
  void onlyWhatCanHelpIsAChange() {
    var node = Sample.node("n", "4", "8Gi");
    assertThat(cluster.put(node)).isEqualTo(NodeChange.ADDED);
    assertThat(cluster.put(node.withMetadata(node.metadata().with(it -> it.resourceVersion("2")))))
        .isEqualTo(NodeChange.NOTHING);
    assertThat(cluster.put(node.withSpec(node.spec().with(it -> it.unschedulable(true)))))
        .isEqualTo(NodeChange.OPENED);
    assertThat(cluster.put(Sample.node("n", "8", "8Gi"))).isEqualTo(NodeChange.OPENED);
    assertThat(cluster.put(Sample.node("n", "16", "8Gi"))).isEqualTo(NodeChange.ALLOCATABLE);
    assertThat(cluster.put(Sample.node("n", "16", "8Gi", Map.of("a", "b"))))
        .isEqualTo(NodeChange.RELABELLED);
  }
}
