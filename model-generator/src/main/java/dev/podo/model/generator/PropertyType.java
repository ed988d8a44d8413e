package dev.podo.model.generator;

/// The type of a field, as the model's `FieldType` has it.
sealed interface PropertyType {

  /// The scalars, with the Java type of a value that may be null.
  enum Scalar implements PropertyType {
    STRING("String", "String", "text"),
    BOOL("Boolean", "boolean", "truth"),
    INT32("Integer", "int", "int32"),
    INT64("Long", "long", "int64"),
    DOUBLE("Double", "double", "decimal"),
    BYTES("Bytes", "Bytes", "bytes"),
    QUANTITY("Quantity", "Quantity", "quantity"),
    INT_OR_STRING("IntOrString", "IntOrString", "intOrString"),
    TIME("Instant", "", ""),
    MICRO_TIME("Instant", "", ""),
    JSON("Object", "", "");

    final String boxed;
    final String
        value; // The type of a component held by value; empty if absent is null all the same.
    final String normalizer;

    Scalar(String boxed, String value, String normalizer) {
      this.boxed = boxed;
      this.value = value;
      this.normalizer = normalizer;
    }
  }

  /// A struct, by the name of its OpenAPI definition.
  record StructOf(String definition) implements PropertyType {}

  record ListOf(PropertyType element) implements PropertyType {}

  record MapOf(PropertyType value) implements PropertyType {}
}
