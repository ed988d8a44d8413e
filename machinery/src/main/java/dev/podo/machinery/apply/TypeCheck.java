package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.ElementException;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.PathElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds an applied configuration against its shape, with upstream's words for what does not fit.
final class TypeCheck {
  private final List<String> problems = new ArrayList<>();

  private TypeCheck() {}

  /// What is wrong, as one text; null if nothing is.
  static @Nullable String problem(Shape shape, @Nullable Object value) {
    var check = new TypeCheck();
    check.check(shape, value, "");
    return switch (check.problems.size()) {
      case 0 -> null;
      case 1 -> check.problems.getFirst();
      default -> "errors:\n  " + String.join("\n  ", check.problems);
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
          report(path, "expected numeric (int or float), got " + goType(value));
        }
      }
      case STRING -> {
        if (!(value instanceof String)) {
          report(
              path, "expected string, got &value.valueUnstructured{Value:" + goText(value) + "}");
        }
      }
      case BOOLEAN -> {
        if (!(value instanceof Boolean)) {
          report(path, "expected boolean, got &{" + goPlain(value) + "}");
        }
      }
      case ANY -> {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
          report(path, "expected any scalar, got &{" + goPlain(value) + "}");
        }
      }
    }
  }

  private void checkList(ListShape shape, Object value, String path) {
    if (!(value instanceof List<?> list)) {
      report(path, "expected list, got &{" + goPlain(value) + "}");
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < list.size(); i++) {
      var step = "[" + i + "]";
      if (!shape.isAtomic()) {
        try {
          var element = shape.pathElement(list.get(i));
          step = PathElement.show(element);
          if (!seen.add(element)) {
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
      report(path, "expected map, got &{" + goPlain(value) + "}");
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

  /// The name that upstream's language has for the type of a value.
  private static String goType(Object value) {
    return switch (value) {
      case String text -> "string";
      case Boolean truth -> "bool";
      case List<?> list -> "[]interface {}";
      case Map<?, ?> map -> "map[string]interface {}";
      default -> "float64";
    };
  }

  private static String goText(Object value) {
    return switch (value) {
      case List<?> list -> "[]interface {}" + braces(Json.show(list));
      case Map<?, ?> map -> "map[string]interface {}" + Json.show(map);
      default -> Json.show(value);
    };
  }

  private static String braces(String list) {
    return "{" + list.substring(1, list.length() - 1) + "}";
  }

  private static String goPlain(Object value) {
    return value instanceof String text ? text : Json.show(value);
  }
}
