package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes fields out of an object. What has nothing left in it becomes null, which decoders take as
/// absent. Trees only.
final class Removal {
  private Removal() {}

  static @Nullable Object without(Shape shape, @Nullable Object value, FieldSet fields) {
    if (fields.isEmpty() || value == null) {
      return value;
    }
    return switch (shape.resolve(value)) {
      case Leaf leaf -> value;
      case Anything anything -> null;
      case Deduced deduced -> value;
      case ListShape list -> list.isAtomic() ? null : list(list, value, fields);
      case MapShape map -> map.atomic() ? null : object(map, value, fields);
    };
  }

  private static @Nullable Object list(ListShape shape, @Nullable Object value, FieldSet fields) {
    List<@Nullable Object> kept = new ArrayList<>();
    for (var element : Values.elements(value)) {
      var path = shape.pathElement(element);
      if (!fields.hasElement(path)) {
        kept.add(without(shape.element(), element, fields.below(path)));
      }
    }
    return kept.isEmpty() ? null : Trees.frozen(kept);
  }

  private static @Nullable Object object(MapShape shape, @Nullable Object value, FieldSet fields) {
    var kept = new LinkedHashMap<String, @Nullable Object>();
    var entries = Values.entries(value);
    for (var i = 0; i < entries.size(); i++) {
      var name = entries.keyAt(i);
      var element = PathElement.field(name);
      if (!fields.hasElement(element)) {
        var child = shape.child(name);
        kept.put(
            name,
            without(
                child == null ? Deduced.SHAPE : child, entries.valueAt(i), fields.below(element)));
      }
    }
    return kept.isEmpty() ? null : Trees.frozen(kept);
  }
}
