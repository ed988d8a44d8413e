package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.ElementException;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.machinery.validation.GoValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds an applied configuration against its shape, with upstream's words for what does not fit.
final class TypeCheck {
  private final List<String> problems = new ArrayList<>();
  private final boolean allowsDuplicates;

  private TypeCheck(boolean allowsDuplicates) {
    this.allowsDuplicates = allowsDuplicates;
  }

  /// What is wrong, as one text; null if nothing is.
  static @Nullable String problem(Shape shape, @Nullable Object value) {
    return new TypeCheck(false).told(shape, value);
  }

  /// What is wrong with an object that is there, whose lists may have equal elements.
  static @Nullable String problemOfLive(Shape shape, @Nullable Object value) {
    return new TypeCheck(true).told(shape, value);
  }

  private @Nullable String told(Shape shape, @Nullable Object value) {
    check(shape, value, "");
    return switch (problems.size()) {
      case 0 -> null;
      case 1 -> problems.getFirst();
      default -> "errors:\n  " + String.join("\n  ", problems);
    };
  }

  private void report(String path, String problem) {
    problems.add(path.isEmpty() ? problem : path + ": " + problem);
  }

  private void check(Shape shape, @Nullable Object value, String path) {
    if (value == null) {
      return;
    }
    switch (shape.resolve(value)) {
      case Leaf leaf -> checkLeaf(leaf, value, path);
      case Anything anything -> {}
      case Deduced deduced -> {}
      case ListShape list -> checkList(list, value, path);
      case MapShape map -> checkObject(map, value, path);
    }
  }

  private void checkLeaf(Leaf leaf, Object value, String path) {
    var isNumber = value instanceof Long || value instanceof Double;
    switch (leaf) {
      case NUMBER -> {
        if (!isNumber) {
          report(path, "expected numeric (int or float), got " + GoValues.type(value));
        }
      }
      case STRING -> {
        if (!(value instanceof String)) {
          report(
              path,
              "expected string, got &value.valueUnstructured{Value:" + GoValues.spell(value) + "}");
        }
      }
      case BOOLEAN -> {
        if (!(value instanceof Boolean)) {
          report(path, "expected boolean, got &{" + GoValues.show(value) + "}");
        }
      }
      case ANY -> {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
          report(path, "expected any scalar, got &{" + GoValues.show(value) + "}");
        }
      }
    }
  }

  private void checkList(ListShape shape, Object value, String path) {
    if (!(value instanceof List<?> list)) {
      report(path, "expected list, got &{" + GoValues.show(value) + "}");
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < list.size(); i++) {
      var step = "[" + i + "]";
      if (!shape.isAtomic()) {
        try {
          var element = shape.pathElement(list.get(i));
          step = PathElement.show(element);
          if (!seen.add(element) && !allowsDuplicates) {
            report(path, "duplicate entries for key " + step);
          }
        } catch (ElementException e) {
          report(path, "element " + i + ": " + e.getMessage());
          return;
        }
      }
      check(shape.element(), list.get(i), path + step);
    }
  }

  private void checkObject(MapShape shape, Object value, String path) {
    if (!(value instanceof Map<?, ?>)) {
      report(path, "expected map, got &{" + GoValues.show(value) + "}");
      return;
    }
    var entries = Values.entries(value);
    for (var i = 0; i < entries.size(); i++) {
      var name = entries.keyAt(i);
      var child = shape.child(name);
      if (child == null) {
        // The first is told; what comes after it in this object is not looked at.
        report(path + "." + name, "field not declared in schema");
        return;
      }
      check(child, entries.valueAt(i), path + "." + name);
    }
  }
}
