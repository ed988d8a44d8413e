package dev.podo.machinery.structural;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes out of a value what its schema does not know. What needs no change is shared with the
/// original.
public final class Pruning {
  private static final Set<String> TYPED = Set.of("apiVersion", "kind", "metadata");

  private final @Nullable Set<String> removed;

  private Pruning(@Nullable Set<String> removed) {
    this.removed = removed;
  }

  /// What is left of a value, and what was taken out.
  ///
  /// @param unknown the paths of fields, sorted: `spec.list[0].x`; empty if nobody asked
  public record Pruned(@Nullable Object value, List<String> unknown) {}

  /// Prunes a whole resource; `apiVersion`, `kind` and `metadata` are not its schema's business.
  ///
  /// @param tells whether to tell what was taken out
  public static Pruned resource(StructuralSchema schema, Object tree, boolean tells) {
    var removed = tells ? new TreeSet<String>() : null;
    var value = new Pruning(removed).prune(schema, tree, "", true);
    return new Pruned(value, removed == null ? List.of() : List.copyOf(removed));
  }

  /// Prunes a value.
  public static @Nullable Object value(StructuralSchema schema, @Nullable Object tree) {
    return new Pruning(null).prune(schema, tree, "", false);
  }

  private @Nullable Object prune(
      @Nullable StructuralSchema schema, @Nullable Object tree, String path, boolean isResource) {
    return switch (tree) {
      case Map<?, ?> map -> object(schema, Trees.asMap(map), path, isResource);
      case List<?> list -> list(schema, list, path);
      case null, default -> tree;
    };
  }

  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  private Object object(
      @Nullable StructuralSchema schema,
      Map<String, @Nullable Object> map,
      String path,
      boolean isResource) {
    LinkedHashMap<String, @Nullable Object> changed = null;
    var typed = isResource || (schema != null && schema.embeddedResource());
    for (var entry : map.entrySet()) {
      var name = entry.getKey();
      if (typed && TYPED.contains(name)) {
        continue;
      }
      var place = removed == null ? "" : path.isEmpty() ? name : path + "." + name;
      if (schema == null || !isKnown(schema, name)) {
        if (schema == null || !schema.preservesUnknownFields()) {
          changed = changed == null ? new LinkedHashMap<>(map) : changed;
          changed.remove(name);
          tell(place);
        }
        continue;
      }
      var value = prune(schema.child(name), entry.getValue(), place, false);
      if (value != entry.getValue()) {
        changed = changed == null ? new LinkedHashMap<>(map) : changed;
        changed.put(name, value);
      }
    }
    return changed == null ? map : Trees.frozen(changed);
  }

  private static boolean isKnown(StructuralSchema schema, String name) {
    return schema.isMap() || schema.properties().containsKey(name);
  }

  private void tell(String place) {
    if (removed != null) {
      removed.add(place);
    }
  }

  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  private Object list(@Nullable StructuralSchema schema, List<?> list, String path) {
    var items = schema == null ? null : schema.items();
    if (items == null && schema != null && schema.preservesUnknownFields()) {
      return list;
    }
    ArrayList<@Nullable Object> changed = null;
    for (var i = 0; i < list.size(); i++) {
      var place = removed == null ? "" : path + "[" + i + "]";
      var value = prune(items, list.get(i), place, false);
      if (value != list.get(i)) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, value);
      }
    }
    return changed == null ? list : Collections.unmodifiableList(changed);
  }
}
