package dev.podo.cel.type;

import org.jspecify.annotations.Nullable;

/// What the type of a variable, or of a part of one, says of how large its values can be.
public interface Bounds {
  /// Elements, bytes or entries; [Long#MAX_VALUE] if nothing is said.
  long maxElements();

  /// Of the elements of a list or the values of a map; null of any other type.
  @Nullable Bounds element();

  /// Of a field; null if there is none.
  @Nullable Bounds field(String identifier);

  /// The bytes of a map's longest key; null of any other type.
  @Nullable Long maxKey();
}
