package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.GoValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The directives that a strategic merge patch may carry, and what is left of a part of a patch
/// without them.
final class Directives {
  static final String PATCH = "$patch";
  static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList";
  private static final String ELEMENT_ORDER = "$setElementOrder";

  private Directives() {}

  /// What a `$patch` says; null if there is none.
  static @Nullable String ofElement(@Nullable Object element) {
    if (!(element instanceof Map<?, ?> map) || !map.containsKey(PATCH)) {
      return null;
    }
    return map.get(PATCH) instanceof String text ? text : "";
  }

  /// What replaces or empties a map because of its `$patch`.
  static Map<String, @Nullable Object> obey(Map<String, @Nullable Object> patch) {
    return switch (ofElement(patch)) {
      case "replace" -> freshMap(patch);
      case "delete" -> Map.of();
      case null, default -> throw unknown(patch);
    };
  }

  static PatchException unknown(Map<?, ?> patch) {
    var directive = patch.get(PATCH);
    var shown =
        switch (directive) {
          case null -> "%!s(<nil>)";
          case String text -> text;
          case Object other -> "%!s(" + GoValues.type(other) + "=" + GoValues.show(other) + ")";
        };
    return PatchException.failed(
        "unknown patch type: " + shown + " in map: " + GoValues.show(patch));
  }

  static boolean ordersElements(String name) {
    return name.startsWith(ELEMENT_ORDER);
  }

  /// The list that an order is for.
  static String ordered(String name) {
    if (!name.startsWith(ELEMENT_ORDER + "/")) {
      throw PatchException.malformed("invalid patch format of setElementOrder list");
    }
    return name.substring(ELEMENT_ORDER.length() + 1);
  }

  static boolean deletesElements(String name) {
    return name.startsWith(DELETE_FROM);
  }

  /// The list from which elements are deleted.
  static String deletedFrom(String name) {
    if (!name.startsWith(DELETE_FROM + "/")) {
      throw PatchException.malformed("invalid patch format of primitive list");
    }
    return name.substring(DELETE_FROM.length() + 1);
  }

  /// Removes the fields that a `$retainKeys` does not name, which is how one alternative of a union
  /// takes the place of another.
  static void retainKeys(
      Map<String, @Nullable Object> merged, Map<String, @Nullable Object> patch) {
    if (!patch.containsKey(RETAIN_KEYS)) {
      return;
    }
    if (!(patch.get(RETAIN_KEYS) instanceof List<?> retained)) {
      throw PatchException.malformed("invalid patch format of retainKeys");
    }
    var names = new HashSet<Object>(retained);
    for (var entry : patch.entrySet()) {
      var name = entry.getKey();
      if (entry.getValue() != null && !isDirective(name) && !names.contains(name)) {
        throw PatchException.malformed("invalid patch format of retainKeys");
      }
    }
    merged.keySet().removeIf(name -> !names.contains(name));
  }

  private static boolean isDirective(String name) {
    return name.equals(PATCH)
        || name.equals(RETAIN_KEYS)
        || ordersElements(name)
        || deletesElements(name);
  }

  /// Puts a part of a patch where there is nothing to merge it with: without directives and nulls.
  /// A map that carries a `$patch` is about what is there already, and so is nothing.
  static void putFresh(Map<String, @Nullable Object> merged, String name, @Nullable Object patch) {
    if (ofElement(patch) != null) {
      merged.remove(name);
    } else {
      merged.put(name, fresh(patch));
    }
  }

  static @Nullable Object fresh(@Nullable Object patch) {
    return switch (patch) {
      case Map<?, ?> map -> freshMap(Trees.asMap(map));
      case List<?> list -> Trees.frozen(freshElements(Trees.asList(list)));
      case null, default -> patch;
    };
  }

  static Map<String, @Nullable Object> freshMap(Map<String, @Nullable Object> patch) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    patch.forEach((name, value) -> {
      if (value != null && !isDirective(name)) {
        putFresh(plain, name, value);
      }
    });
    return Trees.frozen(plain);
  }

  /// The elements themselves; those that carry a directive are none.
  static List<@Nullable Object> freshElements(List<@Nullable Object> patch) {
    var plain = new ArrayList<@Nullable Object>();
    for (var element : patch) {
      if (ofElement(element) == null) {
        plain.add(fresh(element));
      }
    }
    return plain;
  }
}
