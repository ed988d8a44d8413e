package dev.podo.apiserver.openapi;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Documents of OpenAPI v2 and v3 in one form, in which they can be compared: without what is said
/// in words, without what only the form of a document brings with it, and without the values of
/// enumerations: upstream's servers tell them, its snapshots do not.
final class Normal {
  private static final String PARAMETERS = "parameters";
  private static final String SCHEMA = "schema";
  private static final String CONTENT = "content";

  private Normal() {}

  /// A schema, or any other part in which schemas lie.
  static @Nullable Object part(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> map(map);
      case List<?> list -> {
        var out = new ArrayList<@Nullable Object>();
        list.forEach(item -> out.add(part(item)));
        yield out;
      }
      case String text -> text.replace("#/components/schemas/", "#/definitions/");
      case null, default -> tree;
    };
  }

  private static Object map(Map<?, ?> map) {
    var out = new TreeMap<String, @Nullable Object>();
    map.forEach((key, value) -> {
      // Defaults are told in v3 only; a property may be called description, and is no text then.
      var isDropped =
          (key.equals("description") && value instanceof String)
              || (key.equals("enum") && value instanceof List)
              || (key.equals("default")
                  && !(value instanceof Map<?, ?> it && it.containsKey("type")));
      if (!isDropped) {
        out.put((String) key, key.equals("required") ? sorted(value) : part(value));
      }
    });
    // Other keywords stand beside a reference in v2, and around it in v3.
    if (out.get("allOf") instanceof List<?> list
        && list.size() == 1
        && Trees.get(list.getFirst(), "$ref") != null) {
      out.remove("allOf");
      out.put("$ref", Trees.get(list.getFirst(), "$ref"));
    }
    // v2 has no alternatives.
    if (out.get("oneOf") instanceof List<?> list && list.contains(Map.of("type", "string"))) {
      out.remove("oneOf");
      out.put("type", "string");
    }
    return out;
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return value instanceof List<?> names ? names.stream().sorted().toList() : part(value);
  }

  /// What can be done at a path, by method.
  ///
  /// @param document in which what is referred to lies
  static SortedMap<String, Object> item(Object item, Object document) {
    var out = new TreeMap<String, Object>();
    Trees.asMap(item)
        .forEach((method, operation) -> {
          if (!method.equals(PARAMETERS)) {
            out.put(method, operation(Trees.asMap(operation), item, document));
          }
        });
    return out;
  }

  private static Object operation(Map<String, ?> operation, Object item, Object document) {
    var parameters = new TreeMap<String, Object>();
    var body = new TreeMap<String, @Nullable Object>();
    for (var where : List.of(item, operation)) {
      for (var said : list(Trees.get(where, PARAMETERS))) {
        var parameter = Trees.asMap(resolve(said, document));
        if ("body".equals(parameter.get("in"))) {
          body.put(SCHEMA, part(parameter.get(SCHEMA)));
          body.put("required", Boolean.TRUE.equals(parameter.get("required")));
          body.put("media", sorted(operation.get("consumes")));
        } else {
          parameters.put(parameter.get("in") + " " + parameter.get("name"), parameter(parameter));
        }
      }
    }
    if (operation.get("requestBody") instanceof Map<?, ?> request) {
      body.putAll(content(request));
      body.put("required", Boolean.TRUE.equals(request.get("required")));
    }
    var out = new TreeMap<String, @Nullable Object>();
    operation.forEach((key, value) -> {
      if (key.startsWith("x-") || List.of("operationId", "tags", "deprecated").contains(key)) {
        out.put(key, part(value));
      }
    });
    out.put(PARAMETERS, parameters);
    out.put("body", body);
    var responses = new TreeMap<String, Object>();
    Trees.asMap(operation.get("responses"))
        .forEach((code, response) -> responses.put(code, response(response, operation)));
    out.put("responses", responses);
    return out;
  }

  private static Object parameter(Map<String, ?> parameter) {
    var out = new TreeMap<String, @Nullable Object>(parameter);
    if (out.remove(SCHEMA) instanceof Map<?, ?> schema) {
      schema.forEach((key, value) -> out.put((String) key, value));
    }
    out.remove("description");
    return out;
  }

  private static Object response(@Nullable Object response, Map<String, ?> operation) {
    var map = Trees.asMap(response);
    var out = new TreeMap<String, @Nullable Object>(content(map));
    if (map.containsKey(SCHEMA)) {
      out.put(SCHEMA, part(map.get(SCHEMA)));
      out.put("media", sorted(operation.get("produces")));
    }
    return out;
  }

  /// The schema that all media types share; all of them where they differ.
  private static Map<String, @Nullable Object> content(Map<?, ?> from) {
    var out = new TreeMap<String, @Nullable Object>();
    if (from.get(CONTENT) instanceof Map<?, ?> content) {
      var schemas = content.values().stream().map(it -> part(Trees.get(it, SCHEMA))).distinct();
      var all = schemas.toList();
      out.put(SCHEMA, all.size() == 1 ? all.getFirst() : all);
      out.put("media", content.keySet().stream().map(String::valueOf).sorted().toList());
    }
    return out;
  }

  private static Object resolve(@Nullable Object said, Object document) {
    var reference = Trees.text(said, "$ref");
    return reference.isEmpty()
        ? Trees.asMap(said)
        : Trees.asMap(Trees.get(document, reference.substring(2).split("/")));
  }

  static List<?> list(@Nullable Object tree) {
    return tree instanceof List<?> list ? list : List.of();
  }
}
