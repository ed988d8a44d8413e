package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.GoValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists that a strategic merge patch merges element by element.
final class MergedLists {
  /// How two elements with one key are merged.
  @FunctionalInterface
  interface Elements {
    Map<String, @Nullable Object> merge(
        Map<String, @Nullable Object> old, Map<String, @Nullable Object> patch, MergeFacts facts);
  }

  private final MergeFacts facts;
  private final ElementOrder order;
  private final Elements elements;

  MergedLists(MergeFacts facts, Elements elements) {
    this.facts = facts;
    this.order = new ElementOrder(facts.mergeKey());
    this.elements = elements;
  }

  /// A list that is there, patched.
  ///
  /// @param deletes whether the patch lists scalars that shall go
  List<@Nullable Object> merge(
      List<@Nullable Object> old, List<@Nullable Object> patch, boolean deletes) {
    if (old.isEmpty() && patch.isEmpty()) {
      return old;
    }
    if (!isOfMaps(old, patch)) {
      return deletes ? without(old, patch) : union(old, patch);
    }
    if (facts.mergeKey() == null) {
      throw PatchException.failed(
          "cannot merge lists without merge key for " + facts.elementKind());
    }
    var kept = new ArrayList<>(old);
    var changes = new ArrayList<@Nullable Object>();
    if (separate(patch, kept, changes)) {
      return Trees.frozen(Directives.freshElements(changes));
    }
    return Trees.frozen(order.arrange(mergedMaps(kept, changes), changes, kept));
  }

  /// As [#merge], in the order that a `$setElementOrder` asks for.
  ///
  /// @param old null if there is no such list
  /// @param patch null if the patch only orders
  List<@Nullable Object> mergeInOrder(
      @Nullable List<@Nullable Object> old,
      @Nullable List<@Nullable Object> patch,
      List<@Nullable Object> wanted) {
    var before = old == null ? List.<@Nullable Object>of() : old;
    var changes = patch == null ? List.<@Nullable Object>of() : patch;
    order.check(changes, wanted);
    List<@Nullable Object> merged;
    if (patch == null) {
      merged = before;
    } else if (old == null || !facts.isMerged()) {
      merged = Directives.freshElements(changes);
    } else {
      merged = merge(before, changes, false);
    }
    isOfMaps(before, changes);
    return Trees.frozen(order.arrange(merged, wanted, before));
  }

  private static List<@Nullable Object> without(List<@Nullable Object> old, List<?> deleted) {
    var gone = new HashSet<@Nullable Object>(deleted);
    var kept = new ArrayList<>(old);
    kept.removeIf(gone::contains);
    return Trees.frozen(kept);
  }

  private List<@Nullable Object> union(List<@Nullable Object> old, List<@Nullable Object> patch) {
    var seen = new HashSet<@Nullable Object>();
    var merged = new ArrayList<@Nullable Object>();
    for (var list : List.of(old, patch)) {
      for (var element : list) {
        if (seen.add(element)) {
          merged.add(element);
        }
      }
    }
    return Trees.frozen(order.arrange(merged, patch, old));
  }

  /// Takes what the patch deletes out of the old elements, and its directives out of the changes.
  ///
  /// @return whether the patch replaces the list
  private boolean separate(
      List<@Nullable Object> patch, List<@Nullable Object> old, List<@Nullable Object> changes) {
    var replaces = false;
    for (var element : patch) {
      var map = (Map<?, ?>) element;
      switch (map == null ? null : Directives.ofElement(map)) {
        case null -> changes.add(element);
        case "delete" -> {
          var gone = order.identity(map);
          old.removeIf(it -> it instanceof Map<?, ?> m && order.isKeyed(m, gone));
        }
        case "replace" -> replaces = true;
        case "merge" ->
            throw PatchException.failed("merging lists cannot yet be specified in the patch");
        default -> throw Directives.unknown((Map<?, ?>) Trees.asMap(map));
      }
    }
    return replaces;
  }

  private List<@Nullable Object> mergedMaps(
      List<@Nullable Object> old, List<@Nullable Object> changes) {
    var merged = new ArrayList<>(old);
    for (var change : changes) {
      var key = order.identity(change);
      var place = 0;
      while (place < merged.size()
          && !(merged.get(place) instanceof Map<?, ?> map && order.isKeyed(map, key))) {
        place++;
      }
      if (place == merged.size()) {
        merged.add(Directives.fresh(change));
      } else {
        merged.set(
            place,
            elements.merge(Trees.asMap(merged.get(place)), Trees.asMap(change), facts.ofElement()));
      }
    }
    return merged;
  }

  /// Whether the elements are maps and not scalars; all must be of one type.
  private static boolean isOfMaps(List<?> old, List<?> patch) {
    var type = "";
    for (var list : List.of(old, patch)) {
      for (var element : list) {
        var found = GoValues.type(element);
        if (element instanceof List<?>) {
          throw PatchException.unprocessable("lists of lists are not supported");
        }
        if (!type.isEmpty() && !type.equals(found)) {
          throw PatchException.failed(
              "list element types are not identical: " + GoValues.show(List.of(old, patch)));
        }
        type = found;
      }
    }
    if (type.isEmpty()) {
      throw PatchException.failed("no elements in any of the given slices");
    }
    return type.startsWith("map");
  }
}
