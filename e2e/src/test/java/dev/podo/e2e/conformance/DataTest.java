package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ConfigMaps and Secrets: what they may hold, and when it may change.
class DataTest {
  private static final String NAMESPACE = "/api/v1/namespaces/data/";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("data");
  }

  private Rest.Answer patch(String path, String patch) {
    return rest.send("PATCH", path, Rest.MERGE, patch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"configmaps", "secrets"})
  void hasNoEmptyKeys(String resource) {
    var body = "{metadata: {name: empty}, data: {\"\": dmFsdWU=}}";
    var answer = rest.send("POST", NAMESPACE + resource, "application/yaml", body);
    assertThat(answer.require(422).text("message")).contains("data[]: Invalid value: \"\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"configmaps", "secrets"})
  void maySettleForGood(String resource) {
    var path = NAMESPACE + resource + "/settled";
    rest.create(NAMESPACE + resource, "{metadata: {name: settled}, data: {key: b25l}}");
    rest.patch(path, "{\"data\":{\"key\":\"dHdv\"}}");
    assertThat(Trees.text(rest.get(path), "data", "key")).isEqualTo("dHdv");
    rest.patch(path, "{\"immutable\":true}");
    patch(path, "{\"data\":{\"key\":\"dGhyZWU=\"}}").require(422);
    patch(path, "{\"immutable\":false}").require(422);
    assertThat(patch(path, "{\"immutable\":null}").text("message"))
        .contains("field is immutable when `immutable` is set");
    rest.patch(path, "{\"metadata\":{\"labels\":{\"still\":\"changes\"}}}");
    assertThat(Trees.text(rest.get(path), "data", "key")).isEqualTo("dHdv");
    rest.delete(path);
    CLUSTER.awaitGone(path);
  }
}
