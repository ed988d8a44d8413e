package dev.podo.apiserver.openapi.definitions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A version of OpenAPI.
public enum Dialect {
  V2("#/definitions/"),
  V3("#/components/schemas/");

  private final String prefix;

  Dialect(String prefix) {
    this.prefix = prefix;
  }

  /// A mention of a type with nothing beside it.
  public Map<String, Object> reference(String type) {
    var out = new LinkedHashMap<String, Object>();
    out.put("$ref", prefix + type);
    return out;
  }

  /// A mention of a type that other keywords may stand beside: v3 does not bear them next to a bare
  /// reference.
  Map<String, Object> referenceAmongOthers(String type) {
    if (this == V2) {
      return reference(type);
    }
    var out = new LinkedHashMap<String, Object>();
    out.put("allOf", List.of(reference(type)));
    return out;
  }
}
