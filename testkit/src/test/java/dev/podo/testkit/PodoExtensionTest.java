package dev.podo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.machinery.kinds.node.Nodes;
import org.junit.jupiter.api.Test;

@Podo(nodes = 2)
class PodoExtensionTest {
  private final PodoCluster ofTheInstance;

  PodoExtensionTest(PodoCluster cluster) {
    this.ofTheInstance = cluster;
  }

  @Test
  void testsOfAClassShareOneCluster(PodoCluster cluster) {
    assertThat(cluster).isSameAs(ofTheInstance);
  }

  @Test
  void anApiIsInjected(Api api) {
    assertThat(api.list(Nodes.KIND, ListOptions.all()).items()).hasSize(2);
  }
}
