package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// ResourceQuotas as objects.
class QuotasTest {
  private static final String QUOTAS = "/api/v1/namespaces/quotas/resourcequotas";
  private static final String QUOTA =
      """
      metadata: {name: %s, labels: {tested: "%s"}}
      spec: {hard: {cpu: "1", memory: 500Mi}}
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("quotas");
  }

  private Object hard(String name) {
    return Trees.asMap(Trees.get(rest.get(QUOTAS + "/" + name), "spec", "hard"));
  }

  private long count(String path) {
    return Trees.asList(Trees.get(rest.get(path), "items")).size();
  }

  @Test
  void areUpdatedPatchedAndDeleted() {
    rest.create(QUOTAS, QUOTA.formatted("first", "yes"));
    rest.create(QUOTAS, QUOTA.formatted("other", "no"));
    assertThat(hard("first")).isEqualTo(Map.of("cpu", "1", "memory", "500Mi"));
    var more = Map.<String, Object>of("cpu", "2", "memory", "1Gi");
    rest.update(QUOTAS + "/first", it -> Trees.set(it, more, "spec", "hard"));
    assertThat(hard("first")).isEqualTo(more);
    var everywhere = "/api/v1/resourcequotas?labelSelector=tested%3Dyes";
    assertThat(count(everywhere)).isEqualTo(1);
    rest.patch(
        QUOTAS + "/first",
        "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}},\"spec\":{\"hard\":{\"memory\":\"750Mi\"}}}");
    assertThat(hard("first")).isEqualTo(Map.of("cpu", "2", "memory", "750Mi"));
    assertThat(count("/api/v1/resourcequotas?labelSelector=patched%3Dyes")).isEqualTo(1);
    rest.delete(QUOTAS + "?labelSelector=tested%3Dyes");
    assertThat(count(everywhere)).isZero();
    rest.delete(QUOTAS + "/other");
    assertThat(rest.ask(QUOTAS + "/other").code()).isEqualTo(404);
  }
}
