package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.PathElement;
import org.jspecify.annotations.Nullable;

/// What must hold of owners and objects, whatever was written.
final class Ownership {
  private Ownership() {}

  /// Every field that somebody owns is in the object.
  static void checkPresent(
      @Nullable Shape shape, @Nullable Object value, FieldSet owned, String path) {
    for (var element : owned.tree().keySet()) {
      if (element.equals(".")) {
        continue;
      }
      var at = path + PathElement.show(element);
      var child = child(shape, value, element);
      assertThat(child).as(at).isNotSameAs(Values.ABSENT);
      checkPresent(below(shape, value, element), child, owned.below(element), at);
    }
  }

  private static @Nullable Object child(
      @Nullable Shape shape, @Nullable Object value, String element) {
    if (element.startsWith("f:")) {
      return Values.get(value, element.substring(2));
    }
    if (shape instanceof ListShape list) {
      for (var it : Values.elements(value)) {
        if (list.pathElement(it).equals(element)) {
          return it;
        }
      }
    }
    return Values.ABSENT;
  }

  private static @Nullable Shape below(
      @Nullable Shape shape, @Nullable Object value, String element) {
    var resolved = shape == null ? null : shape.resolve(value);
    return Extraction.child(resolved, element);
  }

  /// Nobody has lost a field to an applier who did not force it, but with an element of a list or
  /// an entry of a map that was not his: they go with all that is in them when their owners let go.
  ///
  /// @param excused whether the place lies in such an element
  static void checkNothingLost(
      @Nullable Shape shape, FieldSet lost, FieldSet owned, boolean excused) {
    for (var element : lost.tree().keySet()) {
      if (element.equals(".")) {
        continue;
      }
      if (lost.hasElement(element)) {
        assertThat(excused).as("lost %s of %s", lost, owned).isTrue();
      }
      var isField =
          element.startsWith("f:")
              && shape instanceof MapShape map
              && map.isField(element.substring(2));
      checkNothingLost(
          Extraction.child(shape, element),
          lost.below(element),
          owned.below(element),
          excused || (!isField && !owned.hasElement(element)));
    }
  }
}
