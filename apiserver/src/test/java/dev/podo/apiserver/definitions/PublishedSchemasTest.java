package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.CRONTAB;
import static dev.podo.apiserver.definitions.Extended.CRONTABS;
import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.apiserver.definitions.Extended.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the documents about the API say of custom resources.
class PublishedSchemasTest {
  private static final String NAME = "com.example.stable.v1.CronTab";
  private static final String ODD =
      CRONTAB.replace(
          "color: {type: string}",
          """
          color: {type: string, description: What it looks like., nullable: true, default: red}
                        port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                        size: {x-kubernetes-int-or-string: true, anyOf: [{pattern: '^1'}]}
                        any: {type: array, x-kubernetes-preserve-unknown-fields: true, items: {type: string}}
                        maybe: {type: object, nullable: true, properties: {a: {type: string}}}
                        free: {type: object, x-kubernetes-preserve-unknown-fields: true,
                        properties: {known: {type: string}}}
                        inner: {type: object, x-kubernetes-embedded-resource: true,
                        properties: {spec: {type: object}}}
                        parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id],
                        items: {type: object, required: [id, note], properties: {id: {type: string},
                          note: {type: string, nullable: true}}}}
          """
              .strip());

  private final Extended extended = new Extended();

  @AfterEach
  void close() {
    extended.close();
  }

  private static Object yaml(String text) {
    return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private Object v3() {
    var document = extended.get("/openapi/v3/apis/stable.example.com/v1");
    return Trees.get(document, "components", "schemas", NAME);
  }

  private Object v2() {
    return Trees.get(extended.get("/openapi/v2"), "definitions", NAME);
  }

  @Test
  void v3SaysAllOfTheSchema() {
    extended.define(ODD);
    var published = v3();
    assertThat(Trees.get(published, "x-kubernetes-group-version-kind"))
        .isEqualTo(yaml("[{group: stable.example.com, version: v1, kind: CronTab}]"));
    assertThat(Trees.get(published, "properties", "metadata", "allOf"))
        .isEqualTo(
            yaml(
                "[{$ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'}]"));
    var spec = Trees.get(published, "properties", "spec", "properties");
    assertThat(Trees.get(spec, "color"))
        .isEqualTo(
            yaml("{type: string, description: What it looks like., nullable: true, default: red}"));
    assertThat(Trees.get(spec, "port"))
        .isEqualTo(
            yaml("{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}"));
    assertThat(Trees.get(spec, "free", "properties", "known", "type")).isEqualTo("string");
    assertThat(Trees.get(spec, "parts", "x-kubernetes-list-map-keys")).isEqualTo(List.of("id"));
    assertThat((Map<?, ?>) Trees.get(spec, "inner", "properties"))
        .extracting(Map::keySet)
        .asString()
        .isEqualTo("[apiVersion, kind, metadata, spec]");
    assertThat(Trees.get(spec, "inner", "required")).isEqualTo(List.of("kind", "apiVersion"));
    assertThat(Trees.get(spec, "size", "allOf"))
        .isEqualTo(yaml("[{anyOf: [{type: integer}, {type: string}]}]"));
    assertThat(Trees.get(spec, "maybe", "properties", "a", "type")).isEqualTo("string");
    assertThat(Trees.get(published, "x-kubernetes-selectable-fields"))
        .isEqualTo(yaml("[{fieldPath: spec.color}]"));
  }

  @Test
  void v2LeavesOutWhatItHasNoWordsFor() {
    extended.define(ODD);
    var spec = Trees.get(v2(), "properties", "spec", "properties");
    assertThat(Trees.get(spec, "color"))
        .isEqualTo(yaml("{description: What it looks like., default: red}"));
    assertThat(Trees.get(spec, "port")).isEqualTo(yaml("{x-kubernetes-int-or-string: true}"));
    assertThat(Trees.get(spec, "free"))
        .isEqualTo(yaml("{x-kubernetes-preserve-unknown-fields: true}"));
    assertThat(Trees.get(spec, "any"))
        .isEqualTo(yaml("{x-kubernetes-preserve-unknown-fields: true}"));
    assertThat(Trees.get(spec, "maybe")).isEqualTo(Map.of());
    assertThat(Trees.get(v2(), "x-kubernetes-selectable-fields"))
        .isEqualTo(yaml("[{fieldPath: spec.color}]"));
    assertThat(Trees.get(spec, "parts", "items", "required")).isEqualTo(List.of("id"));
  }

  @Test
  void aChangedSchemaIsPublishedUnderAnotherHash() {
    extended.define(ODD);
    var before = index();
    var definition = (Map<?, ?>) extended.get(DEFINITIONS + "/crontabs.stable.example.com");
    var text = new String(Json.print(definition), StandardCharsets.UTF_8);
    var changed =
        Json.parse(
            text.replace("What it looks like.", "Its color.").getBytes(StandardCharsets.UTF_8));
    assertThat(extended.put(DEFINITIONS + "/crontabs.stable.example.com", changed).statusCode())
        .isEqualTo(200);
    assertThat(index()).isNotEqualTo(before);
    assertThat(Trees.get(v3(), "properties", "spec", "properties", "color", "description"))
        .isEqualTo("Its color.");
  }

  /// Whoever was told that a definition is established, or gone, finds the documents so.
  @Test
  void documentsAreAsTheLastDefinitionThatAnyoneWasToldOf() {
    var before = tags();
    extended.define(ODD);
    var defined = tags();
    assertThat(defined).doesNotContainAnyElementsOf(before);
    assertThat(Trees.text(v3(), "type")).isEqualTo("object");
    assertThat(Trees.text(v2(), "type")).isEqualTo("object");
    assertThat(Trees.asMap(Trees.get(extended.get("/openapi/v2"), "paths")))
        .containsKeys(CRONTABS.replace("default", "{namespace}"), "/apis/apps/v1/deployments");

    extended.delete(DEFINITIONS + "/crontabs.stable.example.com");
    extended.await("crontabs.stable.example.com", Objects::isNull);
    // Nothing but the content counts: what was there before is there again.
    assertThat(tags()).isEqualTo(before);
    assertThat(extended.client.get("/openapi/v3/apis/stable.example.com/v1").statusCode())
        .isEqualTo(404);
    assertThat(Trees.get(extended.get("/openapi/v2"), "definitions", NAME)).isNull();
  }

  private List<String> tags() {
    return Stream.of("/openapi/v2", "/openapi/v3")
        .map(path -> extended.client.get(path).headers().firstValue("ETag").orElseThrow())
        .toList();
  }

  @Test
  void describesWhatKubectlReadsOfAnyKind() {
    extended.define(CRONTAB);
    var paths = Trees.get(extended.get("/openapi/v3/apis/stable.example.com/v1"), "paths");
    var patch = Trees.get(paths, CRONTABS.replace("default", "{namespace}") + "/{name}", "patch");
    assertThat(Trees.asList(Trees.get(patch, "parameters")))
        .extracting(it -> Trees.text(it, "name"))
        .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
    assertThat(Trees.asMap(Trees.get(patch, "requestBody", "content")).keySet())
        .containsExactlyInAnyOrder(
            "application/apply-patch+yaml",
            "application/json-patch+json",
            "application/merge-patch+json");
    assertThat(Trees.get(patch, "x-kubernetes-group-version-kind"))
        .isEqualTo(yaml("{group: stable.example.com, version: v1, kind: CronTab}"));
    assertThat(Trees.text(v3(), "properties", "metadata", "description"))
        .startsWith("Standard object's metadata.");
    var list = NAME + "List";
    var document = extended.get("/openapi/v3/apis/stable.example.com/v1");
    assertThat(
            Trees.text(
                document, "components", "schemas", list, "properties", "items", "description"))
        .startsWith("List of crontabs.");
  }

  private Object index() {
    return Trees.get(
        extended.get("/openapi/v3"), "paths", "apis/stable.example.com/v1", "serverRelativeURL");
  }

  @Test
  void aDeprecatedVersionWarns() {
    extended.define(CRONTAB.replace("served: true", "served: true\n    deprecated: true"));
    var response = extended.client.get(CRONTABS);
    assertThat(response.headers().firstValue("Warning").orElse(""))
        .contains("stable.example.com/v1 CronTab is deprecated");
    assertThat(Trees.text(tree(response), "kind")).isEqualTo("CronTabList");
  }
}
