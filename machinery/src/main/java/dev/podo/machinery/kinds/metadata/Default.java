package dev.podo.machinery.kinds.metadata;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What stands where the author of an object wrote nothing.
public final class Default {
  private Default() {}

  public static String text(String value, String fallback) {
    return value.isEmpty() ? fallback : value;
  }

  public static int number(int value, int fallback) {
    return value == 0 ? fallback : value;
  }

  public static <V> V value(@Nullable V value, V fallback) {
    return value == null ? fallback : value;
  }

  /// The value with its own defaults, if it is there.
  public static <V> @Nullable V within(@Nullable V value, UnaryOperator<V> defaults) {
    return value == null ? null : defaults.apply(value);
  }

  /// The list with the defaults of each element.
  public static <V> List<V> each(List<V> list, UnaryOperator<V> defaults) {
    return list.isEmpty()
        ? list
        : list.stream().map(defaults).collect(Collectors.toUnmodifiableList());
  }
}
