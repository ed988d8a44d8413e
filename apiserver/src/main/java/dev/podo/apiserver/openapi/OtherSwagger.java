package dev.podo.apiserver.openapi;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What another server says of itself in version 2 of OpenAPI, put into the one document for all.
///
/// Servers are built from different versions of the same sources, so that one name may stand for
/// two types. What the document says already stays; the newcomer's type gets the name with `_v2`,
/// `_v3`, …, as upstream gives it, wherever that server speaks of it.
final class OtherSwagger {
  private static final String TYPE = "#/definitions/";
  private static final String KINDS = "x-kubernetes-group-version-kind";

  private final Map<String, Map<?, ?>> paths;
  private final Map<String, Map<?, ?>> types;
  private final Map<String, Map<?, ?>> parameters;
  private final Map<String, String> renamed = new TreeMap<>();

  OtherSwagger(Map<String, @Nullable Object> told) {
    this.paths = maps(told.get("paths"));
    this.types = maps(told.get("definitions"));
    this.parameters = maps(told.get("parameters"));
  }

  private static Map<String, Map<?, ?>> maps(@Nullable Object part) {
    var out = new TreeMap<String, Map<?, ?>>();
    if (part instanceof Map<?, ?> entries) {
      entries.forEach((name, value) -> {
        if (name instanceof String text && value instanceof Map<?, ?> map) {
          out.put(text, map);
        }
      });
    }
    return out;
  }

  /// Adds what is below `/apis/`, all types, and the parameters said once, whose names tell their
  /// content.
  void addTo(
      Map<String, Supplier<Map<String, Object>>> documentPaths,
      Map<String, Supplier<Map<String, Object>>> definitions,
      Map<String, Supplier<Map<String, Object>>> documentParameters) {
    types.forEach((name, type) -> {
      if (isOther(name, type, definitions)) {
        renamed.put(name, freeName(name, type, definitions));
      }
    });
    types.forEach((name, type) ->
        definitions.putIfAbsent(renamed.getOrDefault(name, name), () -> spoken(type)));
    parameters.forEach(
        (name, parameter) -> documentParameters.putIfAbsent(name, () -> spoken(parameter)));
    paths.forEach((path, item) -> {
      if (path.startsWith("/apis/")) {
        documentPaths.putIfAbsent(path, () -> spoken(item));
      }
    });
  }

  private String freeName(
      String name, Map<?, ?> type, Map<String, Supplier<Map<String, Object>>> definitions) {
    for (var number = 2; ; number++) {
      var next = name + "_v" + number;
      if (!types.containsKey(next) && !isOther(next, type, definitions)) {
        return next;
      }
    }
  }

  /// Whether a name stands for another type. Of which kinds a type is may differ: both are true.
  private static boolean isOther(
      String name, Map<?, ?> type, Map<String, Supplier<Map<String, Object>>> definitions) {
    var known = definitions.get(name);
    try {
      return known != null && !bare(Json.parse(Json.print(known.get()))).equals(bare(type));
    } catch (DecodeException impossible) {
      return true;
    }
  }

  private static Map<Object, @Nullable Object> bare(@Nullable Object type) {
    var out = new TreeMap<Object, @Nullable Object>();
    if (type instanceof Map<?, ?> map) {
      out.putAll(map);
    }
    out.remove(KINDS);
    return out;
  }

  private Map<String, Object> spoken(Map<?, ?> map) {
    var out = new TreeMap<String, Object>();
    map.forEach((key, value) -> out.put(String.valueOf(key), value(key, value)));
    return out;
  }

  private Object value(Object key, Object value) {
    return switch (value) {
      case Map<?, ?> map -> spoken(map);
      case List<?> list -> list.stream().map(each -> value("", each)).toList();
      case String text when key.equals("$ref") && text.startsWith(TYPE) -> {
        var name = text.substring(TYPE.length());
        yield TYPE + renamed.getOrDefault(name, name);
      }
      default -> value;
    };
  }
}
