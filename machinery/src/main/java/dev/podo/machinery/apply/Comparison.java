package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;

/// What a change does to the fields of an object.
///
/// @param added the fields that were not there
/// @param modified the fields whose value is another
/// @param removed the fields that are not there any more
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
  static final Comparison SAME = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

  /// Compares two objects of one shape. Parts that both share are not looked into.
  ///
  /// @throws Shape.ElementException if the elements of a list cannot be told apart
  static Comparison of(Shape shape, Object old, Object now) {
    var diff = Comparer.compare(shape, old, now);
    return diff == null
        ? SAME
        : new Comparison(
            Diff.set(diff.added()), Diff.set(diff.modified()), Diff.set(diff.removed()));
  }

  boolean isSame() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  /// The comparison without these fields and what lies below them.
  Comparison excluding(FieldSet fields) {
    return fields.isEmpty() || isSame()
        ? this
        : new Comparison(
            added.recursiveDifference(fields),
            modified.recursiveDifference(fields),
            removed.recursiveDifference(fields));
  }

  /// The fields that have a new value.
  FieldSet changed() {
    return modified.union(added);
  }

  /// The fields that are not what they were.
  FieldSet touched() {
    return changed().union(removed);
  }
}
