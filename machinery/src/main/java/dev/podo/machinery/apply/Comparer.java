package dev.podo.machinery.apply;

import static dev.podo.machinery.apply.Values.ABSENT;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.model.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Walks two values side by side. Every write goes through here, so a part that is shared by both
/// costs one comparison of references.
@SuppressWarnings("ReferenceEquality")
final class Comparer {
  private Comparer() {}

  static @Nullable Diff compare(Shape shape, @Nullable Object old, @Nullable Object now) {
    if (old == now) {
      return null;
    }
    return switch (shape) {
      case Leaf leaf -> whole(old, now);
      case Anything anything -> whole(old, now);
      case ListShape list ->
          list.isAtomic() || areBothEmpty(old, now) ? whole(old, now) : list(list, old, now);
      case MapShape map ->
          map.atomic() || areBothEmpty(old, now) ? whole(old, now) : object(map, old, now);
      case Deduced deduced -> deduced(deduced, old, now);
    };
  }

  /// Keeps the difference between empty and null, each of which may be there.
  private static boolean areBothEmpty(@Nullable Object old, @Nullable Object now) {
    return Values.isEmpty(old) && Values.isEmpty(now);
  }

  private static @Nullable Diff whole(@Nullable Object old, @Nullable Object now) {
    if (old == ABSENT) {
      return Diff.ADDED;
    }
    if (now == ABSENT) {
      return Diff.REMOVED;
    }
    return Values.areEqual(old, now) ? null : Diff.MODIFIED;
  }

  private static @Nullable Diff deduced(Deduced shape, @Nullable Object old, @Nullable Object now) {
    var oldShape = isNothing(old) ? shape.resolve(now) : shape.resolve(old);
    var newShape = isNothing(now) ? oldShape : shape.resolve(now);
    if (oldShape == newShape) {
      return compare(oldShape, old, now);
    }
    // Something of another form has taken the place: its parts come, the old ones go.
    var lost = oldShape instanceof MapShape map ? object(map, old, null) : null;
    var gained = newShape instanceof MapShape map ? object(map, null, now) : null;
    return new Diff(
        gained == null ? null : gained.added(),
        Diff.MODIFIED.modified(),
        lost == null ? null : lost.removed());
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null || value == ABSENT;
  }

  private static @Nullable Diff object(MapShape shape, @Nullable Object old, @Nullable Object now) {
    var parts = new Diff.Parts();
    if (old instanceof Struct struct && Values.isRecord(old)) {
      fields(struct, old, now, parts);
    } else if (now instanceof Struct struct && Values.isRecord(now)) {
      fields(struct, old, now, parts);
    } else {
      entries(shape, old, now, parts);
    }
    return parts.diff(old == ABSENT, now == ABSENT);
  }

  private static void fields(
      Struct either, @Nullable Object old, @Nullable Object now, Diff.Parts parts) {
    var left = old instanceof Struct struct ? struct : null;
    var right = now instanceof Struct struct ? struct : null;
    for (var slot : RecordShapes.record(either.schema()).slots()) {
      var index = slot.field.index();
      if (left != null && right != null && left.get(index) == right.get(index)) {
        continue;
      }
      var before = left == null ? ABSENT : Values.get(left, slot.field);
      var after = right == null ? ABSENT : Values.get(right, slot.field);
      if (before != after) {
        parts.add(slot.element, compare(slot.shape(), before, after));
      }
    }
  }

  private static void entries(
      MapShape shape, @Nullable Object old, @Nullable Object now, Diff.Parts parts) {
    var left = Values.entries(old);
    var right = Values.entries(now);
    var l = 0;
    var r = 0;
    while (l < left.size() || r < right.size()) {
      var order =
          l == left.size() ? 1 : r == right.size() ? -1 : left.keyAt(l).compareTo(right.keyAt(r));
      var name = order > 0 ? right.keyAt(r) : left.keyAt(l);
      var before = order > 0 ? ABSENT : left.valueAt(l++);
      var after = order < 0 ? ABSENT : right.valueAt(r++);
      var child = shape.child(name);
      if (before != after) {
        parts.add(
            PathElement.field(name), compare(child == null ? Deduced.SHAPE : child, before, after));
      }
    }
  }

  /// The elements with one path, in both lists.
  private static final class Group {
    final List<@Nullable Object> old = new ArrayList<>(1);
    final List<@Nullable Object> now = new ArrayList<>(1);
  }

  private static @Nullable Diff list(ListShape shape, @Nullable Object old, @Nullable Object now) {
    var groups = new LinkedHashMap<String, Group>();
    for (var element : Values.elements(old)) {
      group(groups, shape.pathElement(element)).old.add(element);
    }
    for (var element : Values.elements(now)) {
      group(groups, shape.pathElement(element)).now.add(element);
    }
    var parts = new Diff.Parts();
    groups.forEach((element, group) -> parts.add(element, elements(shape, group)));
    return parts.diff(old == ABSENT, now == ABSENT);
  }

  private static Group group(Map<String, Group> groups, String element) {
    return groups.computeIfAbsent(element, key -> new Group());
  }

  /// Elements that cannot be told from each other are one field, whatever they hold.
  private static @Nullable Diff elements(ListShape shape, Group group) {
    var wereMany = group.old.size() > 1;
    var areMany = group.now.size() > 1;
    if (!wereMany && !areMany) {
      return compare(shape.element(), only(group.old), only(group.now));
    }
    if (wereMany && areMany) {
      return Values.areEqual(group.old, group.now) ? null : Diff.MODIFIED;
    }
    var single =
        wereMany
            ? compare(shape.element(), ABSENT, only(group.now))
            : compare(shape.element(), only(group.old), ABSENT);
    return wereMany
        ? new Diff(single == null ? null : single.added(), null, Diff.REMOVED.removed())
        : new Diff(Diff.ADDED.added(), null, single == null ? null : single.removed());
  }

  private static @Nullable Object only(List<@Nullable Object> elements) {
    return elements.isEmpty() ? ABSENT : elements.getFirst();
  }
}
