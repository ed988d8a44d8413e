package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// In what order the elements of a merged list stand: those that the patch names in the order of
/// the patch, those that only the object had in the order of the object, and both woven together so
/// that elements which the object had keep their places where they can.
///
/// @param mergeKey by which elements are told apart; null if they are scalars
record ElementOrder(@Nullable String mergeKey) {
  /// Checks that the elements of a patch stand in the order that the patch asks for, and that it
  /// names them all.
  void check(List<@Nullable Object> patch, List<@Nullable Object> order) {
    if (order.isEmpty()) {
      return;
    }
    var next = 0;
    for (var element : patch) {
      if (element instanceof Map<?, ?> map && map.containsKey(StrategicMergePatch.PATCH)) {
        continue;
      }
      while (next < order.size() && !same(order.get(next), element, mergeKey)) {
        next++;
      }
      if (next++ == order.size()) {
        throw PatchException.malformed(
            "The order in patch list doesn't match $setElementOrder list");
      }
    }
  }

  /// The merged elements arranged.
  ///
  /// @param order how the patch orders its elements
  /// @param before how the object ordered its own
  List<@Nullable Object> arrange(
      List<@Nullable Object> merged, List<@Nullable Object> order, List<@Nullable Object> before) {
    var named = new ArrayList<@Nullable Object>();
    var others = new ArrayList<@Nullable Object>();
    for (var element : merged) {
      (contains(order, element, mergeKey) ? named : others).add(element);
    }
    named.sort(Comparator.comparingInt(it -> indexOf(order, it, mergeKey)));
    others.sort(Comparator.comparingInt(it -> indexOf(before, it, mergeKey)));
    return weave(others, named, before);
  }

  private List<@Nullable Object> weave(
      List<@Nullable Object> others, List<@Nullable Object> named, List<@Nullable Object> before) {
    var woven = new ArrayList<@Nullable Object>(others.size() + named.size());
    var i = 0;
    for (var element : named) {
      var place = indexOf(before, element, mergeKey);
      while (i < others.size() && isBefore(indexOf(before, others.get(i), mergeKey), place)) {
        woven.add(others.get(i++));
      }
      woven.add(element);
    }
    woven.addAll(others.subList(i, others.size()));
    return woven;
  }

  private static boolean isBefore(int place, int other) {
    return place >= 0 && other >= 0 && place < other;
  }

  static boolean contains(List<?> list, @Nullable Object element, @Nullable String mergeKey) {
    return indexOf(list, element, mergeKey) >= 0;
  }

  static int indexOf(List<?> list, @Nullable Object element, @Nullable String mergeKey) {
    for (var i = 0; i < list.size(); i++) {
      if (same(list.get(i), element, mergeKey)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether two elements are the same one: objects by their key, anything else by value.
  static boolean same(@Nullable Object left, @Nullable Object right, @Nullable String mergeKey) {
    if (mergeKey == null || !(left instanceof Map<?, ?> a && right instanceof Map<?, ?> b)) {
      return Trees.deepEquals(left, right);
    }
    return Trees.deepEquals(keyOf(a, mergeKey), keyOf(b, mergeKey));
  }

  private static @Nullable Object keyOf(Map<?, ?> element, String mergeKey) {
    var onlyReplaces = "replace".equals(element.get(StrategicMergePatch.PATCH));
    if (!element.containsKey(mergeKey) && !onlyReplaces) {
      throw PatchException.unprocessable("map does not contain declared merge key: " + mergeKey);
    }
    return element.get(mergeKey);
  }
}
