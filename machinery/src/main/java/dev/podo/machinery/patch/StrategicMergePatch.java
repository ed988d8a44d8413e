package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.FrozenMap;
import dev.podo.model.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strategic merge patches: merge patches that know the type. Lists whose type says so are merged
/// by the key of their elements instead of replaced, and directives in the patch say what a plain
/// merge cannot: `$patch` (delete, replace, merge), `$deleteFromPrimitiveList/FIELD`,
/// `$setElementOrder/FIELD`, `$retainKeys`. The rules are upstream's
/// (sig-api-machinery/strategic-merge-patch.md). What the type does not know is merged plainly; the
/// decoder reports it.
public final class StrategicMergePatch {
  static final String PATCH = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
  private static final String ELEMENT_ORDER = "$setElementOrder/";

  private StrategicMergePatch() {}

  /// The tree changed by a patch.
  ///
  /// @param schema the type of the object that the tree spells
  /// @throws PatchException if the patch is malformed or does not fit the tree
  public static @Nullable Object apply(
      Schema<?> schema, @Nullable Object tree, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?>)) {
      throw PatchException.malformed("invalid JSON document: a strategic merge patch is an object");
    }
    Map<String, @Nullable Object> original =
        tree instanceof Map<?, ?> ? Trees.asMap(tree) : FrozenMap.empty();
    return mergeMap(original, Trees.asMap(patch), Facts.ofStruct(schema));
  }

  /// What a type says of the part of it under one name.
  ///
  /// @param type null if the type knows nothing of it
  /// @param strategy how it is merged: of `merge`, `replace`, `retainKeys`
  /// @param mergeKey the key of the elements of a list that is merged
  private record Facts(@Nullable FieldType type, Set<String> strategy, @Nullable String mergeKey) {
    static final Facts NONE = new Facts(null, Set.of(), null);

    static Facts ofStruct(Schema<?> schema) {
      return new Facts(new StructType(() -> schema), Set.of(), null);
    }

    Facts of(String name) {
      return switch (type) {
        case StructType struct -> {
          var field = struct.schema().field(name);
          yield field == null
              ? NONE
              : new Facts(
                  field.type(), field.merge().patchStrategy(), field.merge().patchMergeKey());
        }
        case MapType(var value) -> new Facts(value, Set.of(), null);
        case null, default -> NONE;
      };
    }

    Facts ofElement() {
      return type instanceof ListType(var element) ? new Facts(element, Set.of(), null) : NONE;
    }
  }

  private static Map<String, @Nullable Object> mergeMap(
      Map<String, @Nullable Object> original, Map<String, @Nullable Object> patch, Facts facts) {
    switch (patch.get(PATCH)) {
      case null -> {}
      case String directive when directive.equals("merge") -> {}
      case String directive when directive.equals("replace") -> {
        return fresh(patch);
      }
      case String directive when directive.equals("delete") -> {
        return FrozenMap.empty();
      }
      case Object other -> throw PatchException.malformed("unknown patch type: " + other);
    }
    var merged = new LinkedHashMap<>(original);
    retainKeys(merged, patch);
    var ordered = orderElements(merged, patch, facts);
    for (var entry : patch.entrySet()) {
      var name = entry.getKey();
      if (name.startsWith(DELETE_FROM)) {
        deleteFromList(merged, name.substring(DELETE_FROM.length()), entry.getValue());
      } else if (!isDirective(name) && !ordered.contains(name)) {
        mergeEntry(merged, name, entry.getValue(), facts.of(name));
      }
    }
    return Trees.frozen(merged);
  }

  private static boolean isDirective(String name) {
    return name.equals(PATCH) || name.equals(RETAIN_KEYS) || name.startsWith(ELEMENT_ORDER);
  }

  private static void mergeEntry(
      Map<String, @Nullable Object> merged, String name, @Nullable Object patch, Facts facts) {
    if (patch == null) {
      merged.remove(name);
      return;
    }
    var merge = facts.strategy.contains("merge");
    var replace = facts.strategy.contains("replace");
    switch (merged.get(name)) {
      case Map<?, ?> old when patch instanceof Map<?, ?> && !replace ->
          merged.put(name, mergeMap(Trees.asMap(old), Trees.asMap(patch), facts));
      case List<?> old when patch instanceof List<?> && merge ->
          merged.put(name, mergeList(Trees.asList(old), Trees.asList(patch), facts));
      case null, default -> merged.put(name, fresh(patch));
    }
  }

  /// Removes the fields that a `$retainKeys` does not name, which is how one alternative of a union
  /// takes the place of another.
  private static void retainKeys(
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
      var sets = entry.getValue() != null && !isDirective(name) && !name.startsWith(DELETE_FROM);
      if (sets && !names.contains(name)) {
        throw PatchException.malformed("invalid patch format of retainKeys");
      }
    }
    merged.keySet().removeIf(name -> !names.contains(name));
  }

  private static void deleteFromList(
      Map<String, @Nullable Object> merged, String name, @Nullable Object deleted) {
    if (!(deleted instanceof List<?> gone)) {
      throw PatchException.malformed("invalid patch format of primitive list");
    }
    if (merged.get(name) instanceof List<?> list) {
      var elements = new ElementOrder(null);
      var lost = elements.places(gone);
      var kept = new ArrayList<@Nullable Object>(list);
      kept.removeIf(element -> lost.containsKey(elements.identity(element)));
      merged.put(name, Trees.frozen(kept));
    }
  }

  /// Merges and orders the lists for which there is a `$setElementOrder`; returns their names.
  private static Set<String> orderElements(
      Map<String, @Nullable Object> merged, Map<String, @Nullable Object> patch, Facts facts) {
    var done = new LinkedHashSet<String>();
    for (var entry : patch.entrySet()) {
      if (!entry.getKey().startsWith(ELEMENT_ORDER)) {
        continue;
      }
      var name = entry.getKey().substring(ELEMENT_ORDER.length());
      var order = list(entry.getValue());
      var old = merged.get(name);
      var changed = patch.get(name);
      if (old == null && changed == null) {
        continue;
      }
      var field = facts.of(name);
      var before = old == null ? List.<@Nullable Object>of() : list(old);
      var changes = changed == null ? List.<@Nullable Object>of() : list(changed);
      var elements = new ElementOrder(field.mergeKey);
      elements.check(changes, order);
      var result = changed == null ? before : mergeElements(before, changes, field);
      merged.put(name, Trees.frozen(elements.arrange(result, order, before)));
      if (changed != null) {
        done.add(name);
      }
    }
    return done;
  }

  private static List<@Nullable Object> list(@Nullable Object tree) {
    if (tree instanceof List<?>) {
      return Trees.asList(tree);
    }
    throw PatchException.malformed("invalid patch format of setElementOrder list");
  }

  private static List<@Nullable Object> mergeList(
      List<@Nullable Object> original, List<@Nullable Object> patch, Facts facts) {
    if (isReplaced(patch)) {
      return Trees.frozen(freshElements(patch));
    }
    var merged = mergeElements(original, patch, facts);
    return Trees.frozen(new ElementOrder(facts.mergeKey).arrange(merged, patch, original));
  }

  private static boolean isReplaced(List<@Nullable Object> patch) {
    return patch.stream()
        .anyMatch(it -> it instanceof Map<?, ?> map && "replace".equals(map.get(PATCH)));
  }

  /// The elements of both lists, in no order that matters: those of the patch merged into those
  /// with the same key, after those that it deletes are gone.
  private static List<@Nullable Object> mergeElements(
      List<@Nullable Object> original, List<@Nullable Object> patch, Facts facts) {
    if (isReplaced(patch)) {
      return freshElements(patch);
    }
    var elements = new ElementOrder(facts.mergeKey);
    var merged = new ArrayList<>(original);
    var deleted = elements.places(patch.stream().filter(StrategicMergePatch::isDeletion).toList());
    merged.removeIf(element -> deleted.containsKey(elements.identity(element)));
    var places = elements.places(merged);
    for (var element : patch) {
      if (isDeletion(element)) {
        continue;
      }
      if (element instanceof Map<?, ?> && facts.mergeKey == null) {
        throw PatchException.unprocessable("cannot merge lists without merge key");
      }
      var place = places.putIfAbsent(elements.identity(element), merged.size());
      if (place == null) {
        merged.add(fresh(element));
      } else {
        merged.set(place, mergeElement(merged.get(place), element, facts));
      }
    }
    return merged;
  }

  private static boolean isDeletion(@Nullable Object element) {
    return element instanceof Map<?, ?> map && "delete".equals(map.get(PATCH));
  }

  private static @Nullable Object mergeElement(
      @Nullable Object old, @Nullable Object patch, Facts facts) {
    return old instanceof Map<?, ?> && patch instanceof Map<?, ?>
        ? mergeMap(Trees.asMap(old), Trees.asMap(patch), facts.ofElement())
        : patch;
  }

  /// A part of the patch that meets nothing to merge with: itself, without directives and nulls.
  private static @Nullable Object fresh(@Nullable Object patch) {
    return switch (patch) {
      case Map<?, ?> map -> fresh(Trees.asMap(map));
      case List<?> list -> Trees.frozen(freshElements(Trees.asList(list)));
      case null, default -> patch;
    };
  }

  private static Map<String, @Nullable Object> fresh(Map<String, @Nullable Object> patch) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    patch.forEach((name, value) -> {
      if (value != null && !isDirective(name) && !name.startsWith(DELETE_FROM)) {
        plain.put(name, fresh(value));
      }
    });
    return Trees.frozen(plain);
  }

  /// The elements themselves; those that carry a directive only are none.
  private static List<@Nullable Object> freshElements(List<@Nullable Object> patch) {
    var plain = new ArrayList<@Nullable Object>();
    for (var element : patch) {
      if (!(element instanceof Map<?, ?> map && map.containsKey(PATCH))) {
        plain.add(fresh(element));
      }
    }
    return plain;
  }
}
