package dev.podo.apiserver.openapi.operations;

/// A parameter of an operation, in the path or in the query.
///
/// @param in `path` or `query`
/// @param type `string`, `integer` or `boolean`
public record Parameter(String name, String in, String type, String description) {
  boolean required() {
    return in.equals("path");
  }
}
