package dev.podo.machinery.structural;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills defaults into values. A null where none may be is as good as nothing: the default takes
/// its place, and where there is none it is dropped. What needs no change is shared with the
/// original.
public final class Defaulting {
  private Defaulting() {}

  /// The value with all defaults of its schema; doing it twice changes nothing.
  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  public static @Nullable Object defaults(
      @Nullable StructuralSchema schema, @Nullable Object tree) {
    if (schema == null) {
      return tree;
    }
    return switch (tree) {
      case Map<?, ?> map -> object(schema, Trees.asMap(map));
      case List<?> list when schema.items() != null -> list(schema.items(), list);
      case null, default -> tree;
    };
  }

  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  private static Object object(StructuralSchema schema, Map<String, @Nullable Object> map) {
    LinkedHashMap<String, @Nullable Object> changed = null;
    var properties = schema.properties();
    for (var i = 0; i < properties.size(); i++) {
      var property = properties.valueAt(i);
      var name = properties.keyAt(i);
      if (property.defaultValue() != null
          && (map.get(name) == null && (!map.containsKey(name) || !property.nullable()))) {
        changed = changed == null ? new LinkedHashMap<>(map) : changed;
        changed.put(name, defaults(property, property.defaultValue()));
      }
    }
    for (var entry : map.entrySet()) {
      var child = schema.child(entry.getKey());
      if (child == null || (changed != null && changed.get(entry.getKey()) != entry.getValue())) {
        continue;
      }
      var value = orDefault(child, entry.getValue());
      if (value != entry.getValue() || isWrongNull(child, value)) {
        changed = changed == null ? new LinkedHashMap<>(map) : changed;
        changed.put(entry.getKey(), value);
        if (isWrongNull(child, value)) {
          changed.remove(entry.getKey());
        }
      }
    }
    return changed == null ? map : Trees.frozen(changed);
  }

  private static @Nullable Object orDefault(StructuralSchema schema, @Nullable Object value) {
    return defaults(schema, value == null && !schema.nullable() ? schema.defaultValue() : value);
  }

  private static boolean isWrongNull(StructuralSchema schema, @Nullable Object value) {
    return value == null && !schema.nullable();
  }

  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  private static Object list(StructuralSchema items, List<?> list) {
    ArrayList<@Nullable Object> changed = null;
    for (var i = 0; i < list.size(); i++) {
      var value = orDefault(items, list.get(i));
      if (value != list.get(i)) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, value);
      }
    }
    return changed == null ? list : Collections.unmodifiableList(changed);
  }
}
