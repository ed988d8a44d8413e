package dev.podo.machinery.structural;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.FieldType;
import dev.podo.model.Schema;
import dev.podo.model.meta.v1.ObjectMeta;
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

  private static final FieldType METADATA = new FieldType.StructType(() -> ObjectMeta.SCHEMA);

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
    var keeps = schema != null && schema.preservesUnknownFields();
    return switch (tree) {
      case Map<?, ?> map -> object(schema, Trees.asMap(map), path, isResource, keeps);
      case List<?> list -> list(schema, list, path, keeps);
      case null, default -> tree;
    };
  }

  /// An element of a list that keeps what is unknown: so does the element itself.
  private @Nullable Object pruneKept(
      @Nullable StructuralSchema schema, @Nullable Object tree, String path) {
    return switch (tree) {
      case Map<?, ?> map when schema != null -> object(schema, Trees.asMap(map), path, false, true);
      case List<?> list -> list(schema, list, path, true);
      case null, default -> tree;
    };
  }

  @SuppressWarnings("ReferenceEquality") // What is the same is shared.
  private Object object(
      @Nullable StructuralSchema schema,
      Map<String, @Nullable Object> map,
      String path,
      boolean isResource,
      boolean keeps) {
    LinkedHashMap<String, @Nullable Object> changed = null;
    var typed = isResource || (schema != null && schema.embeddedResource());
    for (var entry : map.entrySet()) {
      var name = entry.getKey();
      var place = removed == null ? "" : path.isEmpty() ? name : path + "." + name;
      if (typed && TYPED.contains(name)) {
        if (!isResource && name.equals("metadata")) {
          var value = known(METADATA, entry.getValue(), place);
          if (value != entry.getValue()) {
            changed = changed == null ? new LinkedHashMap<>(map) : changed;
            changed.put(name, value);
          }
        }
        continue;
      }
      if (schema == null || !isKnown(schema, name)) {
        if (!keeps) {
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

  /// What a type of the model knows of a value: the metadata of an object within an object is like
  /// any other's, whatever the schema preserves.
  private @Nullable Object known(FieldType type, @Nullable Object tree, String path) {
    if (type instanceof FieldType.StructType struct && tree instanceof Map<?, ?> map) {
      return knownFields(struct.schema(), Trees.asMap(map), path);
    }
    if (type instanceof FieldType.ListType list && tree instanceof List<?> items) {
      var kept = new ArrayList<@Nullable Object>();
      for (var i = 0; i < items.size(); i++) {
        kept.add(known(list.element(), items.get(i), path + "[" + i + "]"));
      }
      return kept.equals(items) ? items : Collections.unmodifiableList(kept);
    }
    return tree;
  }

  private Object knownFields(Schema<?> schema, Map<String, @Nullable Object> map, String path) {
    var kept = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((name, value) -> {
      var field = schema.field(name);
      var place = path + "." + name;
      if (field == null) {
        tell(place);
      } else {
        kept.put(name, known(field.type(), value, place));
      }
    });
    return kept.equals(map) ? map : Trees.frozen(kept);
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
  private Object list(@Nullable StructuralSchema schema, List<?> list, String path, boolean keeps) {
    var items = schema == null ? null : schema.items();
    if (items == null && keeps) {
      return list;
    }
    ArrayList<@Nullable Object> changed = null;
    for (var i = 0; i < list.size(); i++) {
      var place = removed == null ? "" : path + "[" + i + "]";
      var value =
          keeps ? pruneKept(items, list.get(i), place) : prune(items, list.get(i), place, false);
      if (value != list.get(i)) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, value);
      }
    }
    return changed == null ? list : Collections.unmodifiableList(changed);
  }
}
