package dev.podo.machinery.patch;

import dev.podo.machinery.validation.GoValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    if (order.isEmpty() || patch.isEmpty()) {
      return;
    }
    var place = 0;
    for (var element : patch) {
      if (Directives.ofElement(element) != null) {
        continue;
      }
      var wanted = identity(element);
      while (place < order.size() && !Objects.equals(identity(order.get(place)), wanted)) {
        place++;
      }
      if (place++ == order.size()) {
        throw PatchException.failed(
            "The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                .formatted(GoValues.show(patch), GoValues.show(order)));
      }
    }
  }

  /// The merged elements arranged.
  ///
  /// @param order how the patch orders its elements
  /// @param before how the object ordered its own
  List<@Nullable Object> arrange(
      List<@Nullable Object> merged, List<@Nullable Object> order, List<@Nullable Object> before) {
    var orderPlaces = places(order);
    var beforePlaces = places(before);
    var named = new ArrayList<@Nullable Object>();
    var others = new ArrayList<@Nullable Object>();
    for (var element : merged) {
      (orderPlaces.containsKey(identity(element)) ? named : others).add(element);
    }
    named.sort(Comparator.comparingInt(it -> orderPlaces.getOrDefault(identity(it), -1)));
    others.sort(Comparator.comparingInt(it -> beforePlaces.getOrDefault(identity(it), -1)));
    return weave(others, named, beforePlaces);
  }

  private List<@Nullable Object> weave(
      List<@Nullable Object> others,
      List<@Nullable Object> named,
      Map<@Nullable Object, Integer> before) {
    var woven = new ArrayList<@Nullable Object>(others.size() + named.size());
    var i = 0;
    for (var element : named) {
      var place = before.getOrDefault(identity(element), -1);
      while (i < others.size()
          && isBefore(before.getOrDefault(identity(others.get(i)), -1), place)) {
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

  /// Where each element first stands, by its identity. For looking up only: not in any order.
  Map<@Nullable Object, Integer> places(List<?> list) {
    var places = new HashMap<@Nullable Object, Integer>();
    for (var i = 0; i < list.size(); i++) {
      places.putIfAbsent(identity(list.get(i)), i);
    }
    return places;
  }

  /// What tells an element from others: of an object its key, of anything else the value itself.
  @Nullable Object identity(@Nullable Object element) {
    if (mergeKey == null || !(element instanceof Map<?, ?> map)) {
      return number(element);
    }
    if (!map.containsKey(mergeKey)) {
      throw PatchException.failed(
          "map: " + GoValues.show(map) + " does not contain declared merge key: " + mergeKey);
    }
    return number(map.get(mergeKey));
  }

  /// Whether an object has this identity; one without the key has none.
  boolean isKeyed(Map<?, ?> map, @Nullable Object identity) {
    return map.containsKey(mergeKey) && Objects.equals(number(map.get(mergeKey)), identity);
  }

  /// One identity for 1 and 1.0.
  private static @Nullable Object number(@Nullable Object value) {
    return value instanceof Double number && number == Math.rint(number)
        ? number.longValue()
        : value;
  }
}
