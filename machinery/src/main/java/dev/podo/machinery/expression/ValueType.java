package dev.podo.machinery.expression;

import java.util.SortedMap;

/// The type of a variable.
public sealed interface ValueType {
  /// An object or a part of one.
  ///
  /// @param root whether it is a whole resource
  record Data(DataSchema schema, boolean root) implements ValueType {}

  /// A value that may be absent: `oldSelf` of a rule with optionalOldSelf.
  record OptionalOf(ValueType type) implements ValueType {}

  /// Named values under one name, each with its type: `request`, `variables`.
  ///
  /// @param name the type's name in messages, such as `kubernetes.AdmissionRequest`
  record Fields(String name, SortedMap<String, ValueType> fields) implements ValueType {}

  /// The type of another expression's value, for composition of `variables`.
  record ResultOf(Expression expression) implements ValueType {}

  /// Types without parts.
  enum Simple implements ValueType {
    /// Checked when it is evaluated.
    DYNAMIC,
    BOOL,
    INT,
    DOUBLE,
    STRING,
    AUTHORIZER
  }
}
