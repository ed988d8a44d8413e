package dev.podo.machinery.validation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values and their types as Go prints them, which upstream's messages show.
public final class GoValues {
  private static final double PLAIN_MAX = 1e21; // From here on an exponent is shown.
  private static final double PLAIN_MIN = 1e-4;

  private GoValues() {}

  /// As `%v` prints a value.
  public static String show(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Map<?, ?> map ->
          new TreeMap<Object, @Nullable Object>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + ":" + show(entry.getValue()))
                  .collect(Collectors.joining(" ", "map[", "]"));
      case List<?> list ->
          list.stream().map(GoValues::show).collect(Collectors.joining(" ", "[", "]"));
      case Double number -> number(number);
      default -> value.toString();
    };
  }

  private static String number(double number) {
    var size = Math.abs(number);
    if (size == 0 || (size >= PLAIN_MIN && size < PLAIN_MAX)) {
      return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
    return Double.toString(number).replaceFirst("\\.0E", "e").replace('E', 'e');
  }

  /// As `%#v` prints a value: as Go spells it.
  public static String spell(@Nullable Object value) {
    return switch (value) {
      case null -> "interface {}(nil)";
      case String text -> Texts.quote(text);
      case Map<?, ?> map ->
          new TreeMap<Object, @Nullable Object>(map)
              .entrySet().stream()
                  .map(
                      entry -> Texts.quote((String) entry.getKey()) + ":" + spell(entry.getValue()))
                  .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
      case List<?> list ->
          list.stream()
              .map(GoValues::spell)
              .collect(Collectors.joining(", ", "[]interface {}{", "}"));
      default -> show(value);
    };
  }

  /// The name of the type that a value has when JSON is decoded into nothing in particular.
  public static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "%!s(<nil>)";
      case String text -> "string";
      case Boolean truth -> "bool";
      case Long number -> "int64";
      case List<?> list -> "[]interface {}";
      case Map<?, ?> map -> "map[string]interface {}";
      default -> "float64";
    };
  }

  /// What a decoder calls a value that it cannot take.
  public static String json(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "string";
      case Boolean truth -> "bool";
      case List<?> list -> "array";
      case Map<?, ?> map -> "object";
      default -> "number";
    };
  }
}
