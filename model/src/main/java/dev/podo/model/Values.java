package dev.podo.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the generated records do with the values that they are given, so that none is mutable or
/// null where it must not be.
public final class Values {
  private Values() {}

  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  public static boolean truth(@Nullable Boolean value) {
    return value != null && value;
  }

  public static int int32(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  public static long int64(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  public static double decimal(@Nullable Double value) {
    return value == null ? 0 : value;
  }

  public static Bytes bytes(@Nullable Bytes value) {
    return value == null ? Bytes.EMPTY : value;
  }

  public static Quantity quantity(@Nullable Quantity value) {
    return value == null ? Quantity.ZERO : value;
  }

  public static IntOrString intOrString(@Nullable IntOrString value) {
    return value == null ? IntOrString.ZERO : value;
  }

  public static <E> List<E> list(@Nullable List<E> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  /// A list of maps or of lists, whose elements are frozen too.
  @SuppressWarnings("unchecked") // Freezing keeps the type of an element.
  public static <E> List<E> deepList(@Nullable List<E> value) {
    return value == null ? List.of() : value.stream().map(e -> (E) deep(e)).toList();
  }

  /// A list of JSON trees, among which null may be.
  @SuppressWarnings("unchecked") // freeze() makes a list of a list.
  public static List<@Nullable Object> jsonList(@Nullable List<?> value) {
    return value == null ? List.of() : (List<@Nullable Object>) JsonTree.freeze(value);
  }

  public static <V> Map<String, V> map(@Nullable Map<String, V> value) {
    return value == null ? FrozenMap.empty() : FrozenMap.of(value);
  }

  /// A map of lists or of maps, whose values are frozen too.
  @SuppressWarnings("unchecked") // Freezing keeps the type of a value.
  public static <V> Map<String, V> deepMap(@Nullable Map<String, V> value) {
    if (value == null || value instanceof FrozenMap) {
      return map(value);
    }
    var copy = new TreeMap<String, V>();
    value.forEach((key, element) -> copy.put(key, (V) deep(element)));
    return FrozenMap.of(copy);
  }

  /// A map of JSON trees, among which null may be.
  @SuppressWarnings("unchecked") // freeze() makes a map of a map.
  public static Map<String, @Nullable Object> jsonMap(@Nullable Map<String, ?> value) {
    return value == null
        ? FrozenMap.empty()
        : (Map<String, @Nullable Object>) JsonTree.freeze(value);
  }

  private static Object deep(Object element) {
    return switch (element) {
      case List<?> list -> deepList(list);
      case Map<?, ?> map -> JsonTree.freeze(map);
      default -> element;
    };
  }
}
