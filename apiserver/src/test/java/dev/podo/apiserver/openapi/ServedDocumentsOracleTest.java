package dev.podo.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the documents that are served against what Kubernetes 1.36 serves: each path with its
/// operations, their names, parameters, bodies, answers and extensions, and each type with its
/// fields and theirs. [Upstream] tells what is left out, and why.
class ServedDocumentsOracleTest {
  /// So many differences are shown of one document.
  private static final int ENOUGH = 20;

  private static TestServer server;
  private static TestClient client;
  private static Upstream upstream;

  @BeforeAll
  static void start() {
    upstream = Upstream.read();
    server = TestServer.listening();
    client = TestClient.admin(server);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
      server.close();
    }
  }

  private static Map<String, @Nullable Object> get(String path) {
    var response = client.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Trees.asMap(Json.parse(response.body()));
  }

  private static SortedMap<String, SortedMap<String, Object>> paths(Map<String, ?> document) {
    var out = new TreeMap<String, SortedMap<String, Object>>();
    Trees.asMap(document.get("paths"))
        .forEach((path, item) -> out.put(path, Normal.item(Trees.asMap(item), document)));
    return out;
  }

  private static SortedMap<String, Object> types(Object types) {
    var out = new TreeMap<String, Object>();
    Trees.asMap(types).forEach((name, type) -> out.put(name, Trees.asMap(Normal.part(type))));
    return out;
  }

  private static List<String> differences(Object expected, Object actual) {
    var out = new ArrayList<String>();
    compare("", expected, actual, out);
    return out;
  }

  private static void compare(
      String place, @Nullable Object expected, @Nullable Object actual, List<String> out) {
    if (expected instanceof Map<?, ?> some && actual instanceof Map<?, ?> others) {
      var keys = new TreeSet<String>();
      some.keySet().forEach(key -> keys.add((String) key));
      others.keySet().forEach(key -> keys.add((String) key));
      keys.forEach(key -> compare(place + " " + key, some.get(key), others.get(key), out));
    } else if (!Objects.equals(expected, actual) && out.size() < ENOUGH) {
      out.add(place + ": " + actual + " instead of " + expected);
    }
  }

  @Test
  void versionTwoSaysWhatUpstreamSays() {
    var document = get("/openapi/v2");
    assertThat(differences(upstream.paths(), paths(document))).isEmpty();
    var expected = upstream.definitions(upstream.paths());
    assertThat(differences(expected, types(document.get("definitions")))).isEmpty();
    assertThat(document.get("securityDefinitions")).isEqualTo(upstream.security());
    assertThat(document.get("security")).asString().isEqualTo("[{BearerToken=[]}]");
  }

  /// The document of v3 in which a path stands.
  private static String documentOf(String path) {
    var parts = path.substring(1).split("/");
    return switch (parts[0]) {
      case "api" -> parts.length < 2 ? "api" : "api/" + parts[1];
      case "apis" -> String.join("/", List.of(parts).subList(0, Math.min(parts.length, 3)));
      default -> String.join("/", parts);
    };
  }

  @Test
  void theDocumentsOfVersionThreeSayWhatUpstreamSays() {
    var byDocument = new TreeMap<String, SortedMap<String, SortedMap<String, Object>>>();
    upstream
        .paths()
        .forEach((path, item) ->
            byDocument.computeIfAbsent(documentOf(path), name -> new TreeMap<>()).put(path, item));
    var index = Trees.asMap(get("/openapi/v3").get("paths"));
    assertThat(index.keySet()).isEqualTo(byDocument.keySet());
    byDocument.forEach((name, expected) -> {
      var document = get(Trees.text(index.get(name), "serverRelativeURL"));
      assertThat(differences(expected, paths(document))).as(name).isEmpty();
      var components = Trees.asMap(document.get("components"));
      var wanted = upstream.definitions(expected);
      assertThat(
              differences(wanted, types(Trees.asMap(components).getOrDefault("schemas", Map.of()))))
          .as(name)
          .isEmpty();
      assertThat(components.get("securitySchemes")).isEqualTo(upstream.security());
      assertReferencesStandAlone(name, document);
    });
  }

  /// v3 does not bear other keywords beside a reference.
  private static void assertReferencesStandAlone(String place, @Nullable Object tree) {
    switch (tree) {
      case Map<?, ?> map -> {
        if (map.get("$ref") instanceof String) {
          assertThat(map.keySet()).as(place).asString().isEqualTo("[$ref]");
        }
        map.forEach((key, value) -> assertReferencesStandAlone(place + " " + key, value));
      }
      case List<?> list -> list.forEach(value -> assertReferencesStandAlone(place, value));
      case null, default -> {
        // Refers to nothing.
      }
    }
  }

  /// Of defaults the oracle says nothing: they follow from what Go does with a field that is absent
  /// and from the marks in upstream's sources, which the model has.
  @Test
  void versionThreeTellsDefaults() {
    var schemas = Trees.get(get("/openapi/v3/apis/apps/v1"), "components", "schemas");
    var container = Trees.get(schemas, "io.k8s.api.core.v1.ContainerPort", "properties");
    assertThat(Trees.get(container, "protocol", "default")).isEqualTo("TCP");
    assertThat(Trees.get(container, "containerPort", "default")).isEqualTo(0L);
    assertThat(Trees.get(container, "hostPort", "default")).isNull();
    var deployment = Trees.get(schemas, "io.k8s.api.apps.v1.Deployment", "properties");
    assertThat(Trees.get(deployment, "spec", "default")).isEqualTo(Map.of());
    var meta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    assertThat(Trees.get(schemas, meta, "properties", "finalizers", "items", "default"))
        .isEqualTo("");
    assertThat(Trees.get(schemas, meta, "properties", "creationTimestamp", "default")).isNull();
  }

  @Test
  void isHeldAgainstSomething() {
    assertThat(upstream.paths().keySet())
        .hasSizeGreaterThan(400)
        .anyMatch(path -> path.startsWith("/apis/resource.k8s.io/v1/"));
    assertThat(Catalogue.builtIn().groupVersions()).hasSizeGreaterThan(20);
  }
}
