package dev.podo.controllers.engine;

import dev.podo.client.Patch;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The patch from one state of an object to another, touching nothing that is the same in both: so
/// writers of different fields do not undo each other's work.
///
/// Patches are strategic: lists whose elements have keys (conditions, taints) are patched by
/// element. Of custom resources nobody knows such keys: a list that differs is sent whole.
final class Differences {
  private Differences() {}

  /// @return null when the states are equal, the status aside
  static <T extends ApiObject> @Nullable Patch ofObject(Kind<T> kind, T before, T after) {
    var from = new TreeMap<>(tree(before));
    var to = new TreeMap<>(tree(after));
    from.remove("status");
    to.remove("status");
    var isTyped = kind.schema().rest() == null;
    var changed = isTyped ? between(kind.schema(), from, to) : merge(from, to);
    if (changed.isEmpty()) {
      return null;
    }
    var metadata = new TreeMap<String, @Nullable Object>();
    if (changed.get("metadata") instanceof Map<?, ?> some) {
      some.forEach((key, value) -> metadata.put((String) key, value));
    }
    metadata.put("resourceVersion", before.metadata().resourceVersion());
    changed.put("metadata", metadata);
    return isTyped ? new Patch.Strategic(changed) : new Patch.Merge(changed);
  }

  private static Map<String, @Nullable Object> merge(
      Map<String, @Nullable Object> from, Map<String, @Nullable Object> to) {
    return new TreeMap<>(Trees.asMap(MergePatch.diff(from, to)));
  }

  /// @return null when the statuses are equal
  static <T extends ApiObject> @Nullable Patch ofStatus(Kind<T> kind, T before, T after) {
    var changed = between(kind.schema(), statusOf(before), statusOf(after));
    return changed.isEmpty() ? null : new Patch.Strategic(changed);
  }

  private static Map<String, @Nullable Object> statusOf(ApiObject object) {
    var status = tree(object).get("status");
    var out = new TreeMap<String, @Nullable Object>();
    out.put("status", status == null ? Map.of() : status);
    return out;
  }

  @SuppressWarnings("unchecked") // the tree of a record is a map
  private static Map<String, @Nullable Object> tree(ApiObject object) {
    return (Map<String, @Nullable Object>) Trees.of(object);
  }

  private static Map<String, @Nullable Object> between(
      Schema<?> schema, Map<String, @Nullable Object> from, Map<String, @Nullable Object> to) {
    var keys = new TreeSet<>(from.keySet());
    keys.addAll(to.keySet());
    var out = new TreeMap<String, @Nullable Object>();
    for (var key : keys) {
      var old = from.get(key);
      var now = to.get(key);
      if (Objects.equals(old, now)) {
        continue;
      }
      var field = schema.field(key);
      if (now == null || old == null || field == null) {
        out.put(key, now);
      } else {
        put(out, field, old, now);
      }
    }
    return out;
  }

  private static void put(Map<String, @Nullable Object> out, Field field, Object old, Object now) {
    if (old instanceof Map<?, ?> && now instanceof Map<?, ?>) {
      var inner = between(field.type(), map(old), map(now));
      if (!inner.isEmpty()) {
        out.put(field.name(), inner);
      }
    } else if (mergesByKey(field) && old instanceof List<?> a && now instanceof List<?> b) {
      var mergeKey = Check.notNull(field.merge().patchMergeKey(), "the merge key");
      out.put(field.name(), elements(elementSchema(field), mergeKey, a, b));
    } else if (mergesAsSet(field) && old instanceof List<?> a && now instanceof List<?> b) {
      putMembers(out, field.name(), a, b);
    } else {
      out.put(field.name(), now);
    }
  }

  private static boolean mergesAsSet(Field field) {
    return field.merge().patchMergeKey() == null && field.merge().patchStrategy().contains("merge");
  }

  private static void putMembers(
      Map<String, @Nullable Object> out, String name, List<?> from, List<?> to) {
    var added = to.stream().filter(member -> !from.contains(member)).toList();
    var gone = from.stream().filter(member -> !to.contains(member)).toList();
    if (!added.isEmpty()) {
      out.put(name, added);
    }
    if (!gone.isEmpty()) {
      out.put("$deleteFromPrimitiveList/" + name, gone);
    }
  }

  private static Map<String, @Nullable Object> between(
      FieldType type, Map<String, @Nullable Object> from, Map<String, @Nullable Object> to) {
    if (type instanceof FieldType.StructType struct) {
      return between(struct.schema(), from, to);
    }
    var out = new TreeMap<String, @Nullable Object>(to);
    for (var key : from.keySet()) {
      if (Objects.equals(from.get(key), to.get(key))) {
        out.remove(key);
      } else if (!to.containsKey(key)) {
        out.put(key, null);
      }
    }
    return out;
  }

  private static boolean mergesByKey(Field field) {
    return field.merge().patchMergeKey() != null && field.merge().patchStrategy().contains("merge");
  }

  private static Schema<?> elementSchema(Field field) {
    Check.that(
        field.type() instanceof FieldType.ListType list
            && list.element() instanceof FieldType.StructType,
        "%s merges by a key, so its elements are structs",
        field.name());
    return ((FieldType.StructType) ((FieldType.ListType) field.type()).element()).schema();
  }

  private static List<Object> elements(
      Schema<?> schema, String mergeKey, List<?> from, List<?> to) {
    var old = byKey(mergeKey, from);
    var now = byKey(mergeKey, to);
    var out = new ArrayList<Object>();
    now.forEach((key, element) -> {
      var before = old.get(key);
      if (before == null) {
        out.add(element);
      } else if (!before.equals(element)) {
        var changed = between(schema, before, element);
        changed.put(mergeKey, key);
        out.add(changed);
      }
    });
    old.keySet().stream()
        .filter(key -> !now.containsKey(key))
        .forEach(key -> out.add(gone(mergeKey, key)));
    return out;
  }

  private static Map<String, Object> gone(String mergeKey, Object key) {
    var out = new TreeMap<String, Object>();
    out.put("$patch", "delete");
    out.put(mergeKey, key);
    return out;
  }

  private static Map<Object, Map<String, @Nullable Object>> byKey(
      String mergeKey, List<?> elements) {
    var out = new LinkedHashMap<Object, Map<String, @Nullable Object>>();
    Function<Map<String, @Nullable Object>, Object> keyOf =
        element -> Check.notNull(element.get(mergeKey), mergeKey);
    for (var element : elements) {
      out.put(keyOf.apply(map(element)), map(element));
    }
    return out;
  }

  @SuppressWarnings("unchecked") // trees have string keys
  private static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return (Map<String, @Nullable Object>) Check.notNull(tree, "a struct's tree");
  }
}
