package dev.podo.machinery.kinds.metadata;

import dev.podo.model.meta.v1.ObjectMeta;

/// `metadata.generation`: the number of the desired state, which users cannot set.
public final class Generation {
  private Generation() {}

  /// Of a new object whose kind counts generations.
  public static ObjectMeta first(ObjectMeta metadata) {
    return metadata.with(b -> b.generation(1L));
  }

  /// Of an object whose kind counts none.
  public static ObjectMeta none(ObjectMeta metadata) {
    return metadata.generation() == 0 ? metadata : metadata.with(b -> b.generation(0L));
  }

  /// Of an update: one more than the old if the desired state has changed.
  public static ObjectMeta next(ObjectMeta now, ObjectMeta old, boolean changed) {
    var number = changed ? old.generation() + 1 : old.generation();
    return now.generation() == number ? now : now.with(b -> b.generation(number));
  }
}
