package dev.podo.machinery.fieldset;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.validation.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One step into an object, spelled as FieldsV1 spells it: `f:NAME` a field or an entry of a map,
/// `k:{"KEY":VALUE}` the element of a list with these keys, `v:VALUE` the element of a set,
/// `i:INDEX` the element at a place.
public final class PathElement {
  private static final int PREFIX = 2;

  private PathElement() {}

  public static String field(String name) {
    return "f:" + name;
  }

  /// The element with these keys.
  ///
  /// @param names sorted
  /// @param values scalars as trees hold them
  public static String keys(List<String> names, List<?> values) {
    var text = new StringBuilder("k:{");
    for (var i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : ",");
      appendJson(text, names.get(i));
      text.append(':');
      appendJson(text, values.get(i));
    }
    return text.append('}').toString();
  }

  /// The element of a set that has this value.
  public static String value(@Nullable Object scalar) {
    var text = new StringBuilder("v:");
    appendJson(text, scalar);
    return text.toString();
  }

  private static void appendJson(StringBuilder text, @Nullable Object scalar) {
    if (scalar instanceof String string && isPlain(string)) {
      text.append('"').append(string).append('"');
    } else {
      text.append(Json.show(scalar));
    }
  }

  private static boolean isPlain(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        return false;
      }
    }
    return true;
  }

  /// The name of a field; null if the element is of another form.
  static @Nullable String fieldName(String element) {
    return element.startsWith("f:") ? element.substring(PREFIX) : null;
  }

  /// As messages show it: `.spec`, `[name="app"]`, `[="value"]`, `[0]`.
  public static String show(String element) {
    var rest = element.substring(PREFIX);
    return switch (element.charAt(0)) {
      case 'f' -> "." + rest;
      case 'k' -> "[" + showKeys(Json.parse(rest)) + "]";
      case 'v' -> "[=" + showScalar(Json.parse(rest)) + "]";
      default -> "[" + rest + "]";
    };
  }

  private static String showKeys(@Nullable Object keys) {
    return keys instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + showScalar(entry.getValue()))
            .collect(Collectors.joining(","))
        : "";
  }

  private static String showScalar(@Nullable Object value) {
    return value instanceof String text ? Texts.quote(text) : Json.show(value);
  }

  /// The one spelling of an element that came from outside.
  ///
  /// @throws IllegalArgumentException if it is none
  static String canonical(String element) {
    if (element.length() < PREFIX || element.charAt(1) != ':') {
      throw new IllegalArgumentException("missing colon: " + Texts.quote(element));
    }
    var rest = element.substring(PREFIX);
    return switch (element.charAt(0)) {
      case 'f' -> element;
      case 'k' -> canonicalKeys(json(rest));
      case 'v' -> value(json(rest));
      case 'i' -> "i:" + index(rest);
      default ->
          throw new IllegalArgumentException(
              "unknown path element type: " + Texts.quote(element.substring(0, 1)));
    };
  }

  private static String canonicalKeys(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("keys are no object");
    }
    var sorted = new TreeMap<String, @Nullable Object>();
    map.forEach((name, value) -> sorted.put((String) name, value));
    var values = new ArrayList<@Nullable Object>(sorted.values());
    return keys(List.copyOf(sorted.keySet()), values);
  }

  private static @Nullable Object json(String text) {
    try {
      return unsignedZeros(Json.parse(text));
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// There are two zeros, which are spelled alike once they have been read again.
  private static @Nullable Object unsignedZeros(@Nullable Object tree) {
    return switch (tree) {
      case Double number when number == 0 -> 0L;
      case List<?> list -> list.stream().map(PathElement::unsignedZeros).toList();
      case Map<?, ?> map -> {
        var out = new TreeMap<String, @Nullable Object>();
        map.forEach((name, value) -> out.put((String) name, unsignedZeros(value)));
        yield out;
      }
      case null, default -> tree;
    };
  }

  private static int index(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an index: " + Texts.quote(text), e);
    }
  }
}
