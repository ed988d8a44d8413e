package dev.podo.machinery.custom;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.tree.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Simple JSON paths: names after dots, `.spec.replicas`.
final class Paths {
  private Paths() {}

  static List<String> split(String path) {
    return List.of((path.startsWith(".") ? path.substring(1) : path).split("\\.", -1));
  }

  /// What lies at a path; null if there is nothing.
  static @Nullable Object get(DynamicObject object, List<String> path) {
    var node = Node.of(object).at(path.toArray(String[]::new));
    return node == null ? null : node.tree();
  }

  /// A scalar as field selectors show it; "" if there is nothing.
  static String shown(DynamicObject object, List<String> path) {
    return switch (get(object, path)) {
      case null -> "";
      case String text -> text;
      case Object other -> Json.show(other);
    };
  }
}
