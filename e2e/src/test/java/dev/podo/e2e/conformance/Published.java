package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A definition of namespaced custom resources, and what `/openapi/v2` says of them.
///
/// @param group without `example.com`
/// @param versions all of one schema; the first is stored
record Published(Swagger swagger, String group, String kind, List<String> versions) {
  /// With objects, arrays and scalars.
  static final String FOO =
      """
      description: Foo CRD for Testing
      type: object
      properties:
        spec:
          type: object
          description: Specification of Foo
          properties:
            bars:
              description: List of Bars and their specs.
              type: array
              items:
                type: object
                required: [name]
                properties:
                  name: {description: Name of Bar., type: string}
                  age: {description: Age of Bar., type: string}
                  feeling: {description: Whether Bar is feeling great., type: string, enum: [Great, Down]}
                  bazs: {description: List of Bazs., type: array, items: {type: string}}
        status:
          description: Status of Foo
          type: object
          properties:
            bars:
              description: List of Bars and their statuses.
              type: array
              items:
                type: object
                properties:
                  name: {description: Name of Bar., type: string}
                  available: {description: Whether the Bar is installed., type: boolean}
                  quxType: {description: Indicates to external qux type., type: string, pattern: in-tree|out-of-tree}
      """;

  static final String WALDO =
      """
      description: Waldo CRD for Testing
      type: object
      properties:
        spec:
          description: Specification of Waldo
          type: object
          properties: {dummy: {description: Dummy property., type: object}}
        status:
          description: Status of Waldo
          type: object
          properties:
            bars: {description: List of Bars and their statuses., type: array, items: {type: object}}
      """;

  String plural() {
    return kind.toLowerCase(Locale.ROOT) + "s";
  }

  String fullGroup() {
    return group + ".example.com";
  }

  String path() {
    return Definition.ALL + "/" + plural() + "." + fullGroup();
  }

  /// What the documents call its type.
  private String type(String version) {
    var parts = new ArrayList<>(List.of(fullGroup().split("\\.")));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + version + "." + kind;
  }

  /// Creates it, and waits until it is published with what it states.
  ///
  /// @param schema as YAML
  Published define(String schema) {
    create(schema);
    var keepsAll = Trees.get(tree(schema), "x-kubernetes-preserve-unknown-fields") != null;
    versions.forEach(it -> awaitPublished(it, keepsAll ? "{type: object}" : schema));
    return this;
  }

  void create(String schema) {
    var stated = tree(schema);
    var all = new ArrayList<Object>();
    for (var version : versions) {
      var one = new LinkedHashMap<String, Object>();
      one.put("name", version);
      one.put("served", true);
      one.put("storage", version.equals(versions.getFirst()));
      one.put("schema", Map.of("openAPIV3Schema", stated));
      all.add(one);
    }
    var definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %s.%s}
        spec: {group: %s, scope: Namespaced, names: {plural: %s, kind: %s}}
        """
            .formatted(plural(), fullGroup(), fullGroup(), plural(), kind);
    swagger
        .cluster()
        .rest()
        .create(Definition.ALL, Trees.set(tree(definition), all, "spec", "versions"));
  }

  private static Object tree(String yaml) {
    return Trees.asMap(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private @Nullable Object published(String version) {
    return Trees.get(swagger.read(), "definitions", type(version));
  }

  boolean isPublished(String version) {
    return published(version) != null;
  }

  /// Waits until a version has this schema, besides what every kind has.
  void awaitPublished(String version, String schema) {
    OnCluster.await(type(version) + " to be published", () -> isPublished(version));
    assertPublished(version, schema);
  }

  void assertPublished(String version, String schema) {
    var said = new TreeMap<String, Object>(Trees.asMap(published(version)));
    assertThat(said.remove("x-kubernetes-group-version-kind"))
        .isEqualTo(List.of(Map.of("group", fullGroup(), "kind", kind, "version", version)));
    if (said.remove("properties") instanceof Map<?, ?> properties) {
      var own = new TreeMap<Object, Object>(properties);
      assertThat(own.keySet()).contains("apiVersion", "kind", "metadata");
      List.of("apiVersion", "kind", "metadata").forEach(own::remove);
      said.put("properties", own);
    }
    assertThat(said).isEqualTo(tree(schema));
  }

  void awaitUnpublished(String version) {
    OnCluster.await(type(version) + " to be published no more", () -> !isPublished(version));
  }

  void delete() {
    swagger.cluster().rest().delete(path());
  }

  /// Waits until nothing is said of it any more.
  void awaitUnpublished() {
    versions.forEach(this::awaitUnpublished);
  }
}
