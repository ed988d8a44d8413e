package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.FieldSetBuilder;
import dev.podo.model.FrozenMap;
import org.jspecify.annotations.Nullable;

/// Brings recorded fields in line with a shape that has changed since: who owned parts of what is
/// one field now owns that field. (What was one field and has parts now stays as it was recorded.)
final class SchemaChanges {
  private SchemaChanges() {}

  static FieldSet reconcile(Shape shape, FieldSet fields) {
    var tree = FieldSetBuilder.set(level(shape, fields.tree(), false)).tree();
    return tree.equals(fields.tree()) ? fields : new FieldSet(tree);
  }

  private static @Nullable FrozenMap<Object> node(
      @Nullable Shape shape, FrozenMap<Object> node, boolean member) {
    if (node.isEmpty()) {
      return member ? FieldSetBuilder.MEMBER : null;
    }
    var isWhole =
        switch (shape) {
          case ListShape list -> list.isAtomic();
          case MapShape map -> map.atomic();
          case null, default -> false;
        };
    return isWhole ? FieldSetBuilder.MEMBER : level(shape, node, member);
  }

  private static @Nullable FrozenMap<Object> level(
      @Nullable Shape shape, FrozenMap<Object> node, boolean member) {
    var set = new FieldSet(node);
    var out = new FieldSetBuilder();
    for (var i = 0; i < node.size(); i++) {
      var element = node.keyAt(i);
      if (!element.equals(".")) {
        var below = FieldSet.of(node.valueAt(i)).tree();
        out.add(element, node(Extraction.child(shape, element), below, set.hasElement(element)));
      }
    }
    return out.node(member);
  }
}
