package dev.podo.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Freezes trees of plain JSON values: [FrozenMap], immutable lists, [String], [Boolean], [Long],
/// [Double] and null.
public final class JsonTree {
  private JsonTree() {}

  /// An immutable copy of a tree. A [FrozenMap] is taken to be frozen to its leaves.
  ///
  /// @throws IllegalArgumentException if the tree holds anything but JSON values
  public static @Nullable Object freeze(@Nullable Object tree) {
    return switch (tree) {
      case null -> null;
      case FrozenMap<?> frozen -> frozen;
      case Map<?, ?> map -> freezeMap(map);
      case List<?> list -> freezeList(list);
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Double number -> number;
      case Integer number -> number.longValue();
      default -> throw new IllegalArgumentException("not a JSON value: " + tree.getClass());
    };
  }

  private static Object freezeMap(Map<?, ?> map) {
    var copy = new TreeMap<String, @Nullable Object>();
    map.forEach((key, value) -> copy.put((String) key, freeze(value)));
    return FrozenMap.of(copy);
  }

  private static Object freezeList(List<?> list) {
    var copy = new ArrayList<@Nullable Object>(list.size());
    for (var element : list) {
      copy.add(freeze(element));
    }
    return Collections.unmodifiableList(copy);
  }
}
