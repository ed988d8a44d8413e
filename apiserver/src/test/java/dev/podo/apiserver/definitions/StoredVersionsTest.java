package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.apiserver.definitions.Extended.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.store.memory.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What was stored by the definition of another day, or by a server before this one.
class StoredVersionsTest {
  private static final String VERSION =
      """
        - name: %s
          served: true
          storage: %s
          subresources: {scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, properties: {color: {type: string}, replicas: {type: integer}}}
      """;
  private static final String GAUGE =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: gauges.old.example.com}
      spec:
        group: old.example.com
        scope: Namespaced
        names: {plural: gauges, kind: Gauge}
        versions:
      """
          + VERSION.formatted("v1", true)
          + VERSION.formatted("v2", false);
  private static final String PATH = DEFINITIONS + "/gauges.old.example.com";
  private static final String GAUGES = "/apis/old.example.com/v1/namespaces/default/gauges";
  private static final String MINE =
      "{apiVersion: old.example.com/v1, kind: Gauge, metadata: {name: mine}, spec: {color: red}}";

  private static Object change(Extended extended, String path, UnaryOperator<Object> change) {
    var response = extended.put(path, change.apply(extended.get(PATH)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return tree(response);
  }

  private static Object storingSecond(Object definition) {
    var one = Trees.asList(Trees.get(definition, "spec", "versions"));
    var versions = new ArrayList<Object>();
    versions.add(Trees.set(one.get(0), false, "storage"));
    versions.add(Trees.set(one.get(1), true, "storage"));
    return Trees.set(definition, versions, "spec", "versions");
  }

  private static Object withSecondOnly(Object definition) {
    var versions = Trees.asList(Trees.get(definition, "spec", "versions"));
    return Trees.set(definition, List.of(versions.get(1)), "spec", "versions");
  }

  private static Object storedVersions(Object definition) {
    return Trees.asList(Trees.get(definition, "status", "storedVersions"));
  }

  @Test
  void everyVersionThatWasStoredIsRemembered() {
    try (var extended = new Extended()) {
      extended.define(GAUGE);
      assertThat(storedVersions(extended.get(PATH))).isEqualTo(List.of("v1"));
      var both = change(extended, PATH, StoredVersionsTest::storingSecond);
      assertThat(storedVersions(both)).isEqualTo(List.of("v1", "v2"));

      var refused = extended.put(PATH, withSecondOnly(extended.get(PATH)));
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(Trees.text(tree(refused), "message"))
          .endsWith(
              "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was"
                  + " previously a storage version, and must remain in spec.versions until a"
                  + " storage migration ensures no data remains persisted in v1 and removes v1"
                  + " from status.storedVersions");

      change(
          extended,
          PATH + "/status",
          it -> Trees.set(it, List.of("v2"), "status", "storedVersions"));
      var alone = change(extended, PATH, StoredVersionsTest::withSecondOnly);
      assertThat(storedVersions(alone)).isEqualTo(List.of("v2"));
    }
  }

  @Test
  void theVersionToStoreCannotBeForgotten() {
    try (var extended = new Extended()) {
      extended.define(GAUGE);
      var without = Trees.set(extended.get(PATH), List.of("v2"), "status", "storedVersions");
      var refused = extended.put(PATH + "/status", without);
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("must have the storage version v1");
    }
  }

  @Test
  void oldObjectsAreReadByTheSchemaOfToday() {
    try (var extended = new Extended()) {
      extended.define(GAUGE);
      assertThat(extended.post(GAUGES, MINE).statusCode()).isEqualTo(201);
      var definition = new String(Json.print(extended.get(PATH)), StandardCharsets.UTF_8);
      var changed =
          definition.replace(
              "\"color\":{\"type\":\"string\"}",
              "\"size\":{\"type\":\"string\",\"default\":\"large\"}");
      assertThat(changed).isNotEqualTo(definition);
      var answer = extended.put(PATH, Json.parse(changed));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

      var spec = Trees.asMap(Trees.get(extended.get(GAUGES + "/mine"), "spec"));
      assertThat(spec).isEqualTo(Map.of("size", "large"));
    }
  }

  @Test
  void aScaleThatSaysNothingIsNoScaleUntilItIsWritten() {
    try (var extended = new Extended()) {
      extended.define(GAUGE);
      assertThat(extended.post(GAUGES, MINE).statusCode()).isEqualTo(201);
      var missing = extended.client.get(GAUGES + "/mine/scale");
      assertThat(missing.statusCode()).isEqualTo(500);
      assertThat(Trees.text(tree(missing), "message"))
          .isEqualTo(
              "Internal error occurred: the spec replicas field \".spec.replicas\" does not exist");

      var scaled = extended.merge(GAUGES + "/mine/scale", "{\"spec\":{\"replicas\":3}}");
      assertThat(scaled.statusCode()).as(scaled.body()).isEqualTo(200);
      assertThat(Trees.get(extended.get(GAUGES + "/mine"), "spec", "replicas")).isEqualTo(3L);
    }
  }

  @Test
  void whatWasDefinedIsServedFromTheFirstRequestOn() {
    var disk = new MemoryDisk();
    try (var before = new Extended(TestServer.listeningOn(disk))) {
      before.define(GAUGE);
      assertThat(before.post(GAUGES, MINE).statusCode()).isEqualTo(201);
    }
    try (var after = new Extended(TestServer.listeningOn(disk))) {
      assertThat(Trees.get(after.get(GAUGES + "/mine"), "spec", "color")).isEqualTo("red");
      assertThat(after.client.get("/apis").body()).contains("old.example.com");
    }
  }
}
