package dev.podo.model;

import org.jspecify.annotations.Nullable;

/// How a schema makes records of its type: by asking the empty one. Every generated record is one;
/// a method reference to a constructor would cost each class a lambda, and start-up a third of its
/// time.
public interface Prototype<T> {
  /// A record of the same type with these values, as [Schema#of] takes them.
  T ofValues(@Nullable Object[] values);
}
