package dev.podo.apiserver.openapi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What Kubernetes 1.36 says of the group versions that are served here. It says it with all that
/// is alpha or beta switched on; what that adds is left out.
final class Upstream {
  /// The parameter of sharded lists, which are alpha.
  private static final String SHARDS = "query shardSelector";

  /// The files of a node's log directory: an endpoint that is to be switched on, for debugging.
  private static final String LOGS = "/logs/";

  private static final String GVK = "x-kubernetes-group-version-kind";
  private static final String REFERENCE = "#/definitions/";

  private final Map<String, @Nullable Object> document;
  private final SortedMap<String, SortedMap<String, Object>> paths = new TreeMap<>();

  private Upstream(Map<String, @Nullable Object> document) {
    this.document = document;
    Trees.asMap(document.get("paths"))
        .forEach((path, item) -> {
          if (isServed(path)) {
            var normal = Normal.item(Trees.asMap(item), document);
            normal.values().forEach(Upstream::leaveOutAlpha);
            paths.put(path, normal);
          }
        });
  }

  static Upstream read() {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    try {
      var bytes = Files.readAllBytes(Path.of(oracle, "swagger-v1.36.0.json"));
      return new Upstream(Trees.asMap(Json.parse(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isServed(String path) {
    var parts = path.split("/");
    if (!path.startsWith("/apis/") || parts.length < 3) {
      return !path.startsWith(LOGS);
    }
    return Catalogue.builtIn().groupVersions().stream()
        .anyMatch(it ->
            it.group().equals(parts[2]) && (parts.length == 3 || it.version().equals(parts[3])));
  }

  @SuppressWarnings("unchecked") // Normal makes maps with strings as keys.
  private static void leaveOutAlpha(Object operation) {
    ((Map<String, Object>) ((Map<String, Object>) operation).get("parameters")).remove(SHARDS);
    leaveOutCbor(operation);
  }

  /// CBOR is alpha.
  @SuppressWarnings("unchecked")
  private static void leaveOutCbor(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      map.values().forEach(Upstream::leaveOutCbor);
      if (map.get("media") instanceof List<?> media) {
        ((Map<String, Object>) map)
            .put(
                "media",
                media.stream().map(String::valueOf).filter(it -> !it.contains("cbor")).toList());
      }
    }
  }

  /// What can be done, by path and method.
  SortedMap<String, SortedMap<String, Object>> paths() {
    return paths;
  }

  /// The definitions that some paths lead to.
  SortedMap<String, Object> definitions(Map<String, ?> from) {
    var out = new TreeMap<String, Object>();
    for (var name : reachable(from)) {
      out.put(name, definition(name));
    }
    return out;
  }

  private Object definition(String name) {
    var said = Trees.get(document, "definitions", name);
    if (said == null) {
      return "nothing";
    }
    var definition = new TreeMap<String, @Nullable Object>(Trees.asMap(Normal.part(said)));
    // Options and events belong to every group version that upstream knows, served or not.
    if (definition.get(GVK) instanceof List<?> kinds && kinds.size() > 1) {
      var served = Catalogue.builtIn().groupVersions();
      definition.put(
          GVK,
          kinds.stream()
              .filter(kind ->
                  served.stream()
                      .anyMatch(it ->
                          it.group().equals(Trees.text(kind, "group"))
                              && it.version().equals(Trees.text(kind, "version"))))
              .toList());
    }
    return definition;
  }

  private SortedSet<String> reachable(Map<String, ?> from) {
    var found = new TreeSet<String>();
    var pending = new ArrayDeque<Object>(List.of(from));
    while (!pending.isEmpty()) {
      references(
          pending.remove(),
          name -> {
            if (found.add(name)) {
              pending.add(definition(name));
            }
          });
    }
    return found;
  }

  private static void references(@Nullable Object tree, Consumer<String> found) {
    switch (tree) {
      case Map<?, ?> map -> map.values().forEach(value -> references(value, found));
      case List<?> list -> list.forEach(value -> references(value, found));
      case String text when text.startsWith(REFERENCE) ->
          found.accept(text.substring(REFERENCE.length()));
      case null, default -> {
        // Refers to nothing.
      }
    }
  }

  Object security() {
    return Trees.asMap(document.get("securityDefinitions"));
  }
}
