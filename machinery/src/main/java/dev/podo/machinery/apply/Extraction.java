package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.FieldSetBuilder;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.model.FrozenMap;
import dev.podo.model.Struct;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// The fields that an object has: what its applier owns.
@SuppressWarnings("ReferenceEquality") // Absent is one value; so is a shared part.
final class Extraction {
  private Extraction() {}

  static FieldSet fields(Shape shape, Object value) {
    return FieldSetBuilder.set(node(shape, value, false));
  }

  /// @param member whether the value's own path is a member in any case
  private static @Nullable FrozenMap<Object> node(
      Shape shape, @Nullable Object value, boolean member) {
    return switch (shape.resolve(value)) {
      case Leaf leaf -> FieldSetBuilder.MEMBER;
      case Anything anything -> FieldSetBuilder.MEMBER;
      case ListShape list -> list.isAtomic() ? FieldSetBuilder.MEMBER : list(list, value, member);
      case MapShape map -> map.atomic() ? FieldSetBuilder.MEMBER : object(map, value, member);
      case Deduced deduced -> FieldSetBuilder.MEMBER;
    };
  }

  private static @Nullable FrozenMap<Object> object(
      MapShape shape, @Nullable Object value, boolean member) {
    var level = new FieldSetBuilder();
    if (value instanceof Struct struct && Values.isRecord(value)) {
      for (var slot : RecordShapes.record(struct.schema()).slots()) {
        var part = Values.get(struct, slot.field);
        if (part != Values.ABSENT) {
          level.add(slot.element, node(slot.shape(), part, isBare(part)));
        }
      }
      return level.node(member);
    }
    var entries = Values.entries(value);
    for (var i = 0; i < entries.size(); i++) {
      var name = entries.keyAt(i);
      var part = entries.valueAt(i);
      var child = shape.child(name);
      var isMember = isBare(part) || !shape.isField(name);
      level.add(
          PathElement.field(name), node(child == null ? Deduced.SHAPE : child, part, isMember));
    }
    return level.node(member);
  }

  /// Whether a value has no parts that could stand for it.
  private static boolean isBare(@Nullable Object value) {
    return value == null || (Values.isObject(value) && Values.isEmpty(value));
  }

  private static @Nullable FrozenMap<Object> list(
      ListShape shape, @Nullable Object value, boolean member) {
    var seen = new HashSet<String>();
    var several = new HashSet<String>();
    for (var element : Values.elements(value)) {
      var path = shape.pathElement(element);
      if (!seen.add(path)) {
        several.add(path);
      }
    }
    var level = new FieldSetBuilder();
    for (var element : Values.elements(value)) {
      var path = shape.pathElement(element);
      if (!several.contains(path)) {
        level.add(path, node(shape.element(), element, true));
      } else if (seen.remove(path)) {
        level.add(path, FieldSetBuilder.MEMBER);
      }
    }
    return level.node(member);
  }

  /// The set with the struct fields on the way to its members as members too: a field of a struct
  /// that has nothing left in it goes with what was in it.
  static FieldSet withNamedFields(Shape shape, FieldSet set) {
    return FieldSetBuilder.set(named(shape, set.tree(), false));
  }

  private static @Nullable FrozenMap<Object> named(
      @Nullable Shape shape, FrozenMap<Object> node, boolean member) {
    var level = new FieldSetBuilder();
    var set = new FieldSet(node);
    for (var i = 0; i < node.size(); i++) {
      var element = node.keyAt(i);
      var below = set.tree().get(element);
      if (element.equals(".") || !(below instanceof FrozenMap<?>)) {
        continue;
      }
      var name = element.startsWith("f:") ? element.substring(2) : null;
      var isField = name != null && shape instanceof MapShape map && map.isField(name);
      level.add(
          element,
          named(
              child(shape, element),
              FieldSet.of(below).tree(),
              isField || set.hasElement(element)));
    }
    return level.node(member);
  }

  /// The shape of what a step leads to; null if it leads out of what is known.
  static @Nullable Shape child(@Nullable Shape shape, String element) {
    return switch (shape) {
      case MapShape map when element.startsWith("f:") -> map.child(element.substring(2));
      case ListShape list -> list.element();
      case Deduced deduced -> deduced;
      case null, default -> null;
    };
  }
}
