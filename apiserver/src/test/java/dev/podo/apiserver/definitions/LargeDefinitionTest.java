package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A definition as large as an object may be.
class LargeDefinitionTest {
  private static final String ITEMS = "/apis/large.example.com/v1/items";
  private static final int FIELDS = 900;

  private final Extended extended = new Extended();

  @AfterEach
  void close() {
    extended.close();
  }

  private static Object field(int number) {
    var words = "What the field of this number means to those who read about it. ".repeat(20);
    var part =
        Map.of(
            "type",
            "string",
            "maxLength",
            9L,
            "pattern",
            "^[a-z]*$",
            "description",
            words + number);
    var counted = Map.of("type", "integer", "default", (long) number);
    return Map.of("type", "object", "properties", Map.of("part", part, "number", counted));
  }

  private static String definition() {
    var fields = new TreeMap<String, Object>();
    for (var i = 0; i < FIELDS; i++) {
      fields.put("field" + i, field(i));
    }
    var spec = Map.of("type", "object", "properties", fields);
    var schema = Map.of("type", "object", "properties", Map.of("spec", spec));
    var version =
        Map.of(
            "name",
            "v1",
            "served",
            true,
            "storage",
            true,
            "schema",
            Map.of("openAPIV3Schema", schema));
    var tree =
        Map.of(
            "apiVersion",
            "apiextensions.k8s.io/v1",
            "kind",
            "CustomResourceDefinition",
            "metadata",
            Map.of("name", "items.large.example.com"),
            "spec",
            Map.of(
                "group",
                "large.example.com",
                "scope",
                "Cluster",
                "names",
                Map.of("plural", "items", "kind", "Item"),
                "versions",
                List.of(version)));
    return new String(Json.print(tree), StandardCharsets.UTF_8);
  }

  private static String item(String part) {
    return """
    {"apiVersion": "large.example.com/v1", "kind": "Item", "metadata": {"name": "a"},
     "spec": {"field7": {"part": "%s", "odd": 1}}}
    """
        .formatted(part);
  }

  @Test
  void isServedPublishedAndActedOn() {
    var text = definition();
    assertThat(text.length()).isGreaterThan(1_250_000);
    var made = extended.client.post(DEFINITIONS, text);
    assertThat(made.statusCode()).as(made.body().substring(0, 300)).isEqualTo(201);
    extended.await("items.large.example.com", Extended::isEstablished);
    assertThat(extended.client.get("/openapi/v3/apis/large.example.com/v1").body())
        .contains("\"field" + (FIELDS - 1) + "\"");
    var refused = extended.client.post(ITEMS, item("NO"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("spec.field7.part in body should match '^[a-z]*$'");
    var taken = extended.client.post(ITEMS, item("yes"));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    var field = Trees.get(Extended.tree(taken), "spec", "field7");
    assertThat(field).isEqualTo(Map.of("number", 7L, "part", "yes"));
    var labelled =
        extended.merge(
            DEFINITIONS + "/items.large.example.com", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(labelled.statusCode()).isEqualTo(200);
  }
}
