package dev.podo.model;

import org.jspecify.annotations.Nullable;

/// A generated record seen through its schema: what codecs, patches and whatever else works by
/// field path need to know of a value, without reflection.
public interface Struct {
  /// The schema of this record's type; the same instance for every value of the type.
  Schema<?> schema();

  /// The value of the field with this index in [Schema#fields()], boxed; null where absent.
  @Nullable Object get(int index);
}
