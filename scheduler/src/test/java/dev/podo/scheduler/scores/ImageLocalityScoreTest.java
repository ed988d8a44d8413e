package dev.podo.scheduler.scores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerImage;
import dev.podo.model.core.v1.Node;
import dev.podo.scheduler.Sample;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLocalityScoreTest {
  private static final long MEBIBYTE = 1 << 20;

  private final ClusterState cluster = new ClusterState();

  private static Node node(String name, Map<String, Long> mebibytes) {
    var images = new ArrayList<ContainerImage>();
    mebibytes.forEach((image, size) ->
        images.add(
            ContainerImage.builder().names(List.of(image)).sizeBytes(size * MEBIBYTE).build()));
    var node = Sample.node(name, "4", "8Gi");
    return node.withStatus(node.status().with(it -> it.images(images)));
  }

  private static PodState pod(String... images) {
    var containers = new ArrayList<Container>();
    for (var image : images) {
      containers.add(Container.builder().name("c" + containers.size()).image(image).build());
    }
    return PodState.of(Sample.pod("p", "0", "0", spec -> spec.containers(containers)));
  }

  private long[] score(PodState pod) {
    return new ImageLocalityScore().score(pod, cluster.rotation(), cluster);
  }

  @ParameterizedTest
  @CsvSource({
    // the size of the one image that the one node has, what the pod asks for → score
    "app:1, 10, app:1, 0",
    "app:1, 23, app:1, 0",
    "app:1, 512, app:1, 50",
    "app:1, 1000, app:1, 100",
    "app:1, 5000, app:1, 100",
    "app:latest, 1000, app, 100",
    "host:5000/app:latest, 1000, host:5000/app, 100",
  })
  void countsWhatIsThere(String image, long size, String asked, long expected) {
    cluster.put(node("n", Map.of(image, size)));
    assertThat(score(pod(asked))).containsExactly(expected);
  }

  @Test
  void anImageThatFewNodesHaveCountsLess() {
    cluster.put(node("a", Map.of("app:1", 1_000L)));
    cluster.put(node("b", Map.of()));
    assertThat(score(pod("app:1"))).containsExactly(48, 0);
  }

  @Test
  void moreContainersMustFindMore() {
    cluster.put(node("a", Map.of("app:1", 1_000L)));
    assertThat(score(pod("app:1", "other:1"))).containsExactly(49);
  }

  @Test
  void saysNothingOfImagesThatNobodyHas() {
    cluster.put(node("a", Map.of("app:1", 1_000L)));
    assertThat(score(pod("other:1"))).isEmpty();
    cluster.put(node("a", Map.of()));
    assertThat(score(pod("app:1"))).isEmpty();
  }
}
