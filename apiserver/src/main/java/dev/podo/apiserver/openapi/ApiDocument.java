package dev.podo.apiserver.openapi;

import dev.podo.machinery.codec.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A document whose large parts are made one after another, as they are written.
///
/// @param head what stands at its top
/// @param maps the large maps by their names
record ApiDocument(
    Map<String, Object> head, Map<String, Map<String, Supplier<Map<String, Object>>>> maps) {

  /// @param version of the server
  static ApiDocument v3(String version, PathsAndTypes said) {
    var head = new LinkedHashMap<String, Object>();
    head.put("openapi", "3.0.0");
    head.put("info", info(version));
    var maps = new LinkedHashMap<String, Map<String, Supplier<Map<String, Object>>>>();
    maps.put("paths", said.paths());
    maps.put(
        "components",
        new TreeMap<>(
            Map.of(
                "schemas",
                () -> whole(said.definitions()),
                "securitySchemes",
                ApiDocument::securitySchemes)));
    return new ApiDocument(head, maps);
  }

  /// @param version of the server
  /// @param others what other servers say: what this one says goes before it
  static ApiDocument v2(
      String version, PathsAndTypes said, Collection<Map<String, @Nullable Object>> others) {
    var paths = new TreeMap<>(said.paths());
    var definitions = new TreeMap<>(said.definitions());
    var parameters = new TreeMap<>(said.parameters());
    for (var told : others) {
      new OtherSwagger(told).addTo(paths, definitions, parameters);
    }
    var head = new LinkedHashMap<String, Object>();
    head.put("swagger", "2.0");
    head.put("info", info(version));
    head.put("security", List.of(Map.of("BearerToken", List.of())));
    head.put("securityDefinitions", securitySchemes());
    var maps = new LinkedHashMap<String, Map<String, Supplier<Map<String, Object>>>>();
    maps.put("paths", paths);
    maps.put("definitions", definitions);
    maps.put("parameters", parameters);
    return new ApiDocument(head, maps);
  }

  private static Map<String, Object> info(String version) {
    var info = new TreeMap<String, Object>();
    info.put("title", "Kubernetes");
    info.put("version", version);
    return info;
  }

  private static Map<String, Object> securitySchemes() {
    var bearer = new TreeMap<String, Object>();
    bearer.put("type", "apiKey");
    bearer.put("name", "authorization");
    bearer.put("in", "header");
    bearer.put("description", "Bearer Token authentication");
    return Map.of("BearerToken", bearer);
  }

  private static Map<String, Object> whole(Map<String, Supplier<Map<String, Object>>> entries) {
    var out = new TreeMap<String, Object>();
    entries.forEach((name, value) -> out.put(name, value.get()));
    return out;
  }

  Map<String, Object> tree() {
    var out = new LinkedHashMap<>(head);
    maps.forEach((name, entries) -> out.put(name, whole(entries)));
    return out;
  }

  /// Writes it piece by piece, so that it is never in memory as a whole.
  void write(OutputStream out) throws IOException {
    var top = Json.print(head);
    out.write(top, 0, top.length - 1);
    for (var map : maps.entrySet()) {
      out.write(',');
      out.write(Json.print(map.getKey()));
      out.write(":{".getBytes(StandardCharsets.UTF_8));
      var first = true;
      for (var entry : map.getValue().entrySet()) {
        if (!first) {
          out.write(',');
        }
        first = false;
        out.write(Json.print(entry.getKey()));
        out.write(':');
        out.write(Json.print(entry.getValue().get()));
      }
      out.write('}');
    }
    out.write('}');
  }
}
