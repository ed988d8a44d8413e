package dev.podo.model;

import java.util.function.Supplier;

/// What values a field takes.
public sealed interface FieldType {

  /// The types without fields, with the Java class of their values.
  enum Scalar implements FieldType {
    /// [String]
    STRING,
    /// [Boolean]
    BOOL,
    /// [Integer]
    INT32,
    /// [Long]
    INT64,
    /// [Double]
    DOUBLE,
    /// [Bytes]; base64 in JSON
    BYTES,
    /// [Quantity]
    QUANTITY,
    /// [IntOrString]
    INT_OR_STRING,
    /// [java.time.Instant] in whole seconds; null is absent
    TIME,
    /// [java.time.Instant] in microseconds; null is absent
    MICRO_TIME,
    /// Any JSON: a tree frozen by [JsonTree]
    JSON
  }

  /// A struct, its schema looked up when first asked for: schemas refer to each other in circles.
  record StructType(Supplier<Schema<?>> reference) implements FieldType {
    public Schema<?> schema() {
      return reference.get();
    }
  }

  /// A list of elements of one type.
  record ListType(FieldType element) implements FieldType {}

  /// A map from strings to values of one type.
  record MapType(FieldType value) implements FieldType {}

  /// The type of structs held by this record class, whose schema is loaded when first asked for.
  static StructType struct(Class<? extends Struct> type) {
    return new StructType(new SchemaReference(type));
  }

  /// A list of this type.
  static ListType list(FieldType element) {
    return new ListType(element);
  }

  /// A map of this type.
  static MapType map(FieldType value) {
    return new MapType(value);
  }
}
