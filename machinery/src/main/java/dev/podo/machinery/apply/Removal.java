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
/// absent, unless somebody owns it as such: then it stays, empty. Trees only.
final class Removal {
  private Removal() {}

  static @Nullable Object without(
      Shape shape, @Nullable Object value, FieldSet fields, FieldSet owned) {
    return without(shape, value, fields, new Kept(owned, false));
  }

  /// What is owned below a place.
  ///
  /// @param itself whether the place is owned too
  private record Kept(FieldSet owned, boolean itself) {
    Kept at(String element) {
      return new Kept(owned.below(element), owned.hasElement(element));
    }
  }

  private static @Nullable Object without(
      Shape shape, @Nullable Object value, FieldSet fields, Kept owned) {
    if (fields.isEmpty() || value == null) {
      return value;
    }
    return switch (shape.resolve(value)) {
      case Leaf leaf -> value;
      case Anything anything -> null;
      case Deduced deduced -> value;
      case ListShape list -> list.isAtomic() ? null : list(list, value, fields, owned);
      case MapShape map -> map.atomic() ? null : object(map, value, fields, owned);
    };
  }

  private static @Nullable Object list(
      ListShape shape, @Nullable Object value, FieldSet fields, Kept owned) {
    List<@Nullable Object> kept = new ArrayList<>();
    for (var element : Values.elements(value)) {
      var path = shape.pathElement(element);
      if (!fields.hasElement(path)) {
        kept.add(without(shape.element(), element, fields.below(path), owned.at(path)));
      }
    }
    return kept.isEmpty() && !owned.itself() ? null : Trees.frozen(kept);
  }

  private static @Nullable Object object(
      MapShape shape, @Nullable Object value, FieldSet fields, Kept owned) {
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
                child == null ? Deduced.SHAPE : child,
                entries.valueAt(i),
                fields.below(element),
                owned.at(element)));
      }
    }
    return kept.isEmpty() && !owned.itself() ? null : Trees.frozen(kept);
  }
}
