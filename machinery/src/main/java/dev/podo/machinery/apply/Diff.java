package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.FieldSetBuilder;
import dev.podo.model.FrozenMap;
import org.jspecify.annotations.Nullable;

/// What differs below one path, as nodes of three sets; null is nothing.
record Diff(
    @Nullable FrozenMap<Object> added,
    @Nullable FrozenMap<Object> modified,
    @Nullable FrozenMap<Object> removed) {
  static final Diff ADDED = new Diff(FieldSetBuilder.MEMBER, null, null);
  static final Diff MODIFIED = new Diff(null, FieldSetBuilder.MEMBER, null);
  static final Diff REMOVED = new Diff(null, null, FieldSetBuilder.MEMBER);

  static FieldSet set(@Nullable FrozenMap<Object> root) {
    return FieldSetBuilder.set(root);
  }

  /// The differences of the parts of one value, gathered.
  static final class Parts {
    private @Nullable FieldSetBuilder added;
    private @Nullable FieldSetBuilder modified;
    private @Nullable FieldSetBuilder removed;

    void add(String element, @Nullable Diff diff) {
      if (diff == null) {
        return;
      }
      if (diff.added() != null) {
        added = added == null ? new FieldSetBuilder() : added;
        added.add(element, diff.added());
      }
      if (diff.modified() != null) {
        modified = modified == null ? new FieldSetBuilder() : modified;
        modified.add(element, diff.modified());
      }
      if (diff.removed() != null) {
        removed = removed == null ? new FieldSetBuilder() : removed;
        removed.add(element, diff.removed());
      }
    }

    /// @param isNew whether the value itself was not there
    /// @param isGone whether the value itself is not there any more
    @Nullable Diff diff(boolean isNew, boolean isGone) {
      var addedNode = node(added, isNew);
      var modifiedNode = node(modified, false);
      var removedNode = node(removed, isGone);
      return addedNode == null && modifiedNode == null && removedNode == null
          ? null
          : new Diff(addedNode, modifiedNode, removedNode);
    }

    private static @Nullable FrozenMap<Object> node(
        @Nullable FieldSetBuilder level, boolean member) {
      return level != null ? level.node(member) : member ? FieldSetBuilder.MEMBER : null;
    }
  }
}
