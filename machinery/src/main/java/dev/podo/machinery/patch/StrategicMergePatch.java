package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.GoValues;
import dev.podo.model.FrozenMap;
import dev.podo.model.Schema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strategic merge patches: merge patches that know the type. Lists whose type says so are merged
/// by the key of their elements instead of replaced, and directives in the patch say what a plain
/// merge cannot: `$patch` (delete, replace), `$deleteFromPrimitiveList/FIELD`,
/// `$setElementOrder/FIELD`, `$retainKeys`. The rules and the texts are upstream's
/// (sig-api-machinery/strategic-merge-patch.md). What the type does not know is merged plainly; the
/// decoder reports it.
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /// The tree changed by a patch.
  ///
  /// @param schema the type of the object that the tree spells
  /// @throws PatchException if the patch is malformed or does not fit the tree
  public static @Nullable Object apply(
      Schema<?> schema, @Nullable Object tree, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?>)) {
      throw PatchException.malformed(
          "json: cannot unmarshal "
              + GoValues.json(patch)
              + " into Go value of type map[string]interface {}");
    }
    Map<String, @Nullable Object> original =
        tree instanceof Map<?, ?> ? Trees.asMap(tree) : FrozenMap.empty();
    return mergeMap(original, Trees.asMap(patch), MergeFacts.ofStruct(schema));
  }

  private static Map<String, @Nullable Object> mergeMap(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> patch,
      MergeFacts facts) {
    if (patch.containsKey(Directives.PATCH)) {
      return Trees.frozen(Directives.obey(patch));
    }
    var merged = new LinkedHashMap<>(original);
    Directives.retainKeys(merged, patch);
    var ordered = orderElements(merged, patch, facts);
    for (var entry : patch.entrySet()) {
      var name = entry.getKey();
      if (Directives.deletesElements(name)) {
        var list = Directives.deletedFrom(name);
        deleteElements(merged, list, entry.getValue(), facts.of(list));
      } else if (!Directives.ordersElements(name)
          && !name.equals(Directives.RETAIN_KEYS)
          && !ordered.contains(name)) {
        mergeEntry(merged, name, entry.getValue(), facts.of(name));
      }
    }
    return Trees.frozen(merged);
  }

  private static void mergeEntry(
      Map<String, @Nullable Object> merged, String name, @Nullable Object patch, MergeFacts facts) {
    if (patch == null) {
      merged.remove(name);
      return;
    }
    switch (merged.get(name)) {
      case Map<?, ?> old when patch instanceof Map<?, ?> change ->
          merged.put(
              name,
              facts.isReplaced()
                  ? Directives.freshMap(Trees.asMap(change))
                  : mergeMap(Trees.asMap(old), Trees.asMap(change), facts));
      case List<?> old when patch instanceof List<?> change ->
          merged.put(
              name,
              facts.isMerged()
                  ? lists(facts).merge(Trees.asList(old), Trees.asList(change), false)
                  : Directives.fresh(change));
      case null, default -> Directives.putFresh(merged, name, patch);
    }
  }

  private static MergedLists lists(MergeFacts facts) {
    return new MergedLists(facts, StrategicMergePatch::mergeMap);
  }

  private static void deleteElements(
      Map<String, @Nullable Object> merged,
      String name,
      @Nullable Object deleted,
      MergeFacts facts) {
    if (deleted == null) {
      merged.remove(name);
    } else if (merged.get(name) instanceof List<?> old && deleted instanceof List<?> gone) {
      merged.put(name, lists(facts).merge(Trees.asList(old), Trees.asList(gone), true));
    }
  }

  /// Merges and orders the lists for which there is a `$setElementOrder`; returns their names.
  private static Set<String> orderElements(
      Map<String, @Nullable Object> merged, Map<String, @Nullable Object> patch, MergeFacts facts) {
    var done = new LinkedHashSet<String>();
    for (var entry : patch.entrySet()) {
      if (!Directives.ordersElements(entry.getKey())) {
        continue;
      }
      var order = list(entry.getValue());
      var name = Directives.ordered(entry.getKey());
      var old = merged.containsKey(name) ? list(merged.get(name)) : null;
      var changes = patch.containsKey(name) ? list(patch.get(name)) : null;
      facts.demand(name);
      if (old != null || changes != null) {
        merged.put(name, lists(facts.of(name)).mergeInOrder(old, changes, order));
        done.add(name);
      }
    }
    return done;
  }

  private static List<@Nullable Object> list(@Nullable Object tree) {
    if (tree instanceof List<?>) {
      return Trees.asList(tree);
    }
    throw PatchException.failed("expected a []interface {}, but received a " + GoValues.type(tree));
  }
}
