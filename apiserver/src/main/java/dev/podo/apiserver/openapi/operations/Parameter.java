package dev.podo.apiserver.openapi.operations;

import java.util.Map;
import java.util.TreeMap;

/// A parameter of an operation, in the path or in the query.
///
/// @param in `path` or `query`
/// @param type `string`, `integer` or `boolean`
public record Parameter(String name, String in, String type, String description) {
  boolean required() {
    return in.equals("path");
  }

  /// What both versions say of it in the same way.
  Map<String, Object> head() {
    var out = new TreeMap<String, Object>();
    out.put("name", name);
    out.put("in", in);
    out.put("description", description);
    if (required()) {
      out.put("required", true);
    }
    return out;
  }
}
