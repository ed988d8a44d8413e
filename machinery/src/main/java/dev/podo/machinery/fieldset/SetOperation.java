package dev.podo.machinery.fieldset;

import static dev.podo.machinery.fieldset.FieldSet.isMember;
import static dev.podo.machinery.fieldset.FieldSet.node;

import dev.podo.model.FrozenMap;
import org.jspecify.annotations.Nullable;

/// What can be done with two sets. Both are walked side by side, in the order of their elements; a
/// part that comes out as it was in the left set is that part itself.
@SuppressWarnings("ReferenceEquality") // Absent is one value; so is a shared part.
enum SetOperation {
  UNION(true, true),
  DIFFERENCE(true, false),
  RECURSIVE_DIFFERENCE(true, false),
  INTERSECTION(false, false);

  private final boolean keepsLeft;
  private final boolean keepsRight;

  SetOperation(boolean keepsLeft, boolean keepsRight) {
    this.keepsLeft = keepsLeft;
    this.keepsRight = keepsRight;
  }

  FieldSet apply(FieldSet left, FieldSet right) {
    if (right.isEmpty() || left.isEmpty()) {
      var kept = left.isEmpty() ? keepsRight ? right : FieldSet.EMPTY : null;
      return kept != null ? kept : keepsLeft ? left : FieldSet.EMPTY;
    }
    var level = level(left.tree(), right.tree(), false, false);
    return level == left.tree() ? left : FieldSetBuilder.set(level);
  }

  private @Nullable FrozenMap<Object> below(FrozenMap<Object> left, FrozenMap<Object> right) {
    var inRight = isMember(right);
    if (this == RECURSIVE_DIFFERENCE && inRight) {
      return null;
    }
    var inLeft = isMember(left);
    var member =
        switch (this) {
          case UNION -> inLeft || inRight;
          case DIFFERENCE, RECURSIVE_DIFFERENCE -> inLeft && !inRight;
          case INTERSECTION -> inLeft && inRight;
        };
    return level(left, right, inLeft, member);
  }

  private @Nullable FrozenMap<Object> level(
      FrozenMap<Object> left, FrozenMap<Object> right, boolean wasMember, boolean member) {
    var out = new FieldSetBuilder();
    var same = wasMember == member;
    var l = first(left);
    var r = first(right);
    while (l < left.size() || r < right.size()) {
      var order =
          l == left.size() ? 1 : r == right.size() ? -1 : left.keyAt(l).compareTo(right.keyAt(r));
      if (order < 0) {
        same &= keepsLeft;
        out.add(left.keyAt(l), keepsLeft ? node(left.valueAt(l)) : null);
        l++;
      } else if (order > 0) {
        same &= !keepsRight;
        out.add(right.keyAt(r), keepsRight ? node(right.valueAt(r)) : null);
        r++;
      } else {
        var old = part(left, l);
        var now = below(old, part(right, r));
        same &= now == old;
        out.add(left.keyAt(l), now);
        l++;
        r++;
      }
    }
    return same ? left : out.node(member);
  }

  @SuppressWarnings("unchecked") // All values in a tree are frozen maps.
  private static FrozenMap<Object> part(FrozenMap<Object> tree, int index) {
    return (FrozenMap<Object>) tree.valueAt(index);
  }

  private static int first(FrozenMap<Object> tree) {
    return !tree.isEmpty() && tree.keyAt(0).equals(FieldSet.SELF) ? 1 : 0;
  }
}
