package dev.podo.machinery.expression;

import dev.podo.machinery.tree.Node;
import dev.podo.model.Schema;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What an expression has to know of the schema of a value: the part of a structural schema that
/// decides types, bounds and equality. The defaults describe a value of which nothing is stated.
public interface DataSchema {
  /// The schema that an OpenAPI document describes, read where it is asked for.
  static DataSchema ofOpenApi(Node schema) {
    return new OpenApiSchema(schema);
  }

  /// The schema of a record.
  static DataSchema ofRecord(Schema<?> schema) {
    return RecordSchema.of(schema);
  }

  /// `object`, `array`, `string`, `integer`, `number`, `boolean`, or empty when none is stated.
  String type();

  default String format() {
    return "";
  }

  /// Whether a value of no type is an integer or a string.
  default boolean intOrString() {
    return false;
  }

  default boolean embeddedResource() {
    return false;
  }

  default boolean preservesUnknownFields() {
    return false;
  }

  default boolean nullable() {
    return false;
  }

  /// `atomic`, `set`, `map`, or empty.
  default String listType() {
    return "";
  }

  default List<String> listMapKeys() {
    return List.of();
  }

  default @Nullable DataSchema items() {
    return null;
  }

  /// The properties by their names; null when none are stated, which differs from an empty set.
  default @Nullable SortedMap<String, DataSchema> properties() {
    return null;
  }

  /// The schema of the values of a map.
  default @Nullable DataSchema additionalProperties() {
    return null;
  }

  /// The names of the properties that must be there.
  SortedSet<String> required();

  default boolean hasDefault() {
    return false;
  }

  /// The lengths of the texts that it allows, in bytes; empty when no enumeration is stated.
  default List<Integer> enumLengths() {
    return List.of();
  }

  /// In characters; null when unbounded, as the other two.
  default @Nullable Long maxLength() {
    return null;
  }

  default @Nullable Long maxItems() {
    return null;
  }

  default @Nullable Long maxProperties() {
    return null;
  }
}
