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

  /// A list of values of one type.
  record ListOf(ValueType element) implements ValueType {}

  /// A map of texts to values of one type.
  ///
  /// @param keyMax the bytes of the longest key; [Long#MAX_VALUE] if nothing bounds them
  /// @param most how many entries there can be; [Long#MAX_VALUE] if nothing bounds them
  record MapOf(ValueType value, long keyMax, long most) implements ValueType {
    public MapOf(ValueType value) {
      this(value, Long.MAX_VALUE, Long.MAX_VALUE);
    }
  }

  /// A value without parts of which it is known how large it can be.
  ///
  /// @param most bytes, or whatever the size of the type counts
  record Sized(Simple type, long most) implements ValueType {}

  /// Types without parts.
  enum Simple implements ValueType {
    /// Checked when it is evaluated.
    DYNAMIC,
    BOOL,
    INT,
    DOUBLE,
    STRING,
    TIMESTAMP,
    QUANTITY,
    AUTHORIZER,
    /// An authorizer that was told already which resource it is about ([Authorizer.OfResource]).
    RESOURCE_CHECK
  }
}
