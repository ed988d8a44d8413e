package dev.podo.model;

/// When upstream's JSON shows a field.
public enum Emit {
  /// Always: an absent pointer, list, map, time or JSON value as `null`, an absent struct as `{}`.
  /// Structs and struct-like values (times, quantities) held by value are always in this class,
  /// because Go's `omitempty` does not omit structs.
  ALWAYS,
  /// Unless empty: false, 0, the empty string, list or map, an absent pointer.
  OMITEMPTY,
  /// Unless the zero value; on times held by value.
  OMITZERO,
  /// Never as a field of its own: the entries of the map stand among the fields of the struct. Of a
  /// type whose fields are not all known, which has one such field; see [Schema#rest()].
  INLINE
}
