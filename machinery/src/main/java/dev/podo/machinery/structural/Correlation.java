package dev.podo.machinery.structural;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds in the old object what a part of the new one was before, as upstream does to let stand
/// what was invalid already (KEP 4008): properties and map entries by name, elements of lists of
/// type `map` by their keys, and no others.
public final class Correlation {
  private Correlation() {}

  /// Finds what elements of a list were before, each at little cost; null for those that were not
  /// there, or of which it cannot be told.
  public static Function<@Nullable Object, @Nullable Object> elements(
      StructuralSchema list, @Nullable Object old) {
    if (!list.isMapList() || !(old instanceof List<?> before)) {
      return element -> null;
    }
    var byKeys = new HashMap<List<@Nullable Object>, @Nullable Object>();
    for (var element : before) {
      byKeys.putIfAbsent(keys(list, element), element);
    }
    return element -> byKeys.get(keys(list, element));
  }

  /// What an element of a list was before; null if it was not there, or cannot be told.
  static @Nullable Object element(StructuralSchema list, @Nullable Object element, Object old) {
    if (!list.isMapList() || !(old instanceof List<?> before)) {
      return null;
    }
    var keys = keys(list, element);
    for (var candidate : before) {
      if (keys.equals(keys(list, candidate))) {
        return candidate;
      }
    }
    return null;
  }

  /// The keys of an element; a key that is not there has its default.
  static List<@Nullable Object> keys(StructuralSchema list, @Nullable Object element) {
    var keys = new ArrayList<@Nullable Object>();
    for (var name : list.listMapKeys()) {
      var value = Trees.get(element, name);
      var items = list.items();
      var property = items == null ? null : items.properties().get(name);
      keys.add(value == null && property != null ? property.defaultValue() : value);
    }
    return keys;
  }

  /// Whether nothing has changed, the order of the elements of lists of type `map` aside.
  @SuppressWarnings("ReferenceEquality") // What is the same is equal.
  public static boolean isSame(
      @Nullable StructuralSchema schema, @Nullable Object now, @Nullable Object old) {
    if (now == old) {
      return true;
    }
    if (schema == null) {
      return Trees.deepEquals(now, old);
    }
    return switch (now) {
      case Map<?, ?> map -> old instanceof Map<?, ?> other && isSameMap(schema, map, other);
      case List<?> list when schema.isMapList() ->
          old instanceof List<?> other && isSameList(schema, list, other);
      case null, default -> Trees.deepEquals(now, old);
    };
  }

  private static boolean isSameMap(StructuralSchema schema, Map<?, ?> now, Map<?, ?> old) {
    if (now.size() != old.size()) {
      return false;
    }
    for (var entry : now.entrySet()) {
      var name = (String) entry.getKey();
      if (!old.containsKey(name) || !isSame(schema.child(name), entry.getValue(), old.get(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameList(StructuralSchema schema, List<?> now, List<?> old) {
    if (now.size() != old.size()) {
      return false;
    }
    for (var element : now) {
      var before = element(schema, element, old);
      if (before == null || !isSame(schema.items(), element, before)) {
        return false;
      }
    }
    return true;
  }
}
