package dev.podo.model;

/// How upstream holds a field, which decides whether absent and zero differ.
public enum Presence {
  /// By value: absent *is* the zero value (false, 0, the empty string, the empty struct).
  VALUE,
  /// By pointer: absent is null and differs from zero.
  POINTER,
  /// A list: absent is the empty list.
  LIST,
  /// A map: absent is the empty map.
  MAP
}
