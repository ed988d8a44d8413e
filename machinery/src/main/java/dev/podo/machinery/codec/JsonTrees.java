package dev.podo.machinery.codec;

import dev.podo.model.FrozenMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads and writes trees.
final class JsonTrees {
  private JsonTrees() {}

  /// Reads the value that the cursor stands on, up to its last token.
  static @Nullable Object read(Cursor in) {
    return switch (in.token()) {
      case OBJECT -> readObject(in);
      case LIST -> readList(in);
      case STRING -> in.text();
      case INTEGER -> in.isLong() ? (Object) in.longValue() : (Object) in.doubleValue();
      case DECIMAL -> in.doubleValue();
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> null;
      case END, NAME, END_OBJECT, END_LIST ->
          throw new DecodeException("json: unexpected end of input");
    };
  }

  private static Object readObject(Cursor in) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    while (in.next() == Token.NAME) {
      var name = in.text();
      in.next();
      entries.put(name, read(in));
    }
    return FrozenMap.of(entries);
  }

  private static Object readList(Cursor in) {
    var elements = new ArrayList<@Nullable Object>();
    while (in.next() != Token.END_LIST) {
      elements.add(read(in));
    }
    return Collections.unmodifiableList(elements);
  }

  static void write(@Nullable Object tree, JsonBuffer out) {
    switch (tree) {
      case null -> out.nothing();
      case String text -> out.string(text);
      case Map<?, ?> map -> writeMap(map, out);
      case List<?> list -> writeList(list, out);
      case Boolean truth -> out.truth(truth);
      case Long number -> out.number(number);
      case Integer number -> out.number(number);
      case Double number -> out.number(number);
      default -> throw new IllegalArgumentException("not a JSON value: " + tree.getClass());
    }
  }

  private static void writeMap(Map<?, ?> map, JsonBuffer out) {
    if (map instanceof FrozenMap<?> frozen) {
      writeFrozen(frozen, out);
      return;
    }
    out.ascii('{');
    var separate = false;
    for (var entry : map.entrySet()) {
      if (separate) {
        out.ascii(',');
      }
      separate = true;
      out.string((String) entry.getKey());
      out.ascii(':');
      write(entry.getValue(), out);
    }
    out.ascii('}');
  }

  private static void writeFrozen(FrozenMap<?> map, JsonBuffer out) {
    out.ascii('{');
    for (var i = 0; i < map.size(); i++) {
      if (i > 0) {
        out.ascii(',');
      }
      out.string(map.keyAt(i));
      out.ascii(':');
      write(map.valueAt(i), out);
    }
    out.ascii('}');
  }

  /// Writes a set of fields as `fieldsV1` holds it, whose elements stand in an order of their own.
  static void writeFields(@Nullable Object tree, JsonBuffer out) {
    if (!(tree instanceof FrozenMap<?> level)) {
      write(tree, out);
      return;
    }
    var order = FieldsOrder.isThatOfTexts(level) ? null : FieldsOrder.of(level);
    out.ascii('{');
    for (var i = 0; i < level.size(); i++) {
      if (i > 0) {
        out.ascii(',');
      }
      var place = order == null ? i : order.get(i);
      out.string(level.keyAt(place));
      out.ascii(':');
      writeFields(level.valueAt(place), out);
    }
    out.ascii('}');
  }

  private static void writeList(List<?> list, JsonBuffer out) {
    out.ascii('[');
    for (var i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.ascii(',');
      }
      write(list.get(i), out);
    }
    out.ascii(']');
  }

  /// The order in which upstream names the elements of one level of a set of fields: the level
  /// itself, fields by their names, keyed elements and elements of sets by their values (numbers
  /// before texts before truths), indices. The trees themselves are sorted as texts, in which 443
  /// stands before 80.
  static final class FieldsOrder {
    private static final String KINDS = ".fkvi";
    private static final Comparator<String> ORDER = FieldsOrder::compare;

    private FieldsOrder() {}

    /// Whether a level has fields only, as most have.
    static boolean isThatOfTexts(FrozenMap<?> level) {
      return level.size() < 2 || level.keyAt(level.size() - 1).startsWith("f:");
    }

    static List<Integer> of(FrozenMap<?> level) {
      var places = IntStream.range(0, level.size()).boxed();
      return isThatOfTexts(level)
          ? places.toList()
          : places.sorted(Comparator.comparing(level::keyAt, ORDER)).toList();
    }

    private static int compare(String left, String right) {
      var kind = left.charAt(0);
      if (kind != right.charAt(0)) {
        return Integer.compare(KINDS.indexOf(kind), KINDS.indexOf(right.charAt(0)));
      }
      return switch (kind) {
        case 'k' -> isPlain(left, right) ? left.compareTo(right) : compareKeys(left, right);
        case 'v' ->
            isPlain(left, right)
                ? left.compareTo(right)
                : compareScalars(parsed(left), parsed(right));
        case 'i' -> compareScalars(parsed(left), parsed(right));
        default -> left.compareTo(right);
      };
    }

    /// Whether the order of two elements is that of their texts, which is mostly so and quickly
    /// told: they differ first by letters, none of which is part of an escape.
    private static boolean isPlain(String left, String right) {
      var at = 0;
      while (at < left.length() && at < right.length() && left.charAt(at) == right.charAt(at)) {
        at++;
      }
      return at < left.length()
          && at < right.length()
          && isLetter(left.charAt(at))
          && isLetter(right.charAt(at))
          && left.indexOf('\\') < 0
          && right.indexOf('\\') < 0;
    }

    private static boolean isLetter(char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static @Nullable Object parsed(String element) {
      return Json.parse(element.substring(2));
    }

    private static int compareKeys(String left, String right) {
      Iterator<? extends Map.Entry<?, ?>> l = entries(parsed(left));
      Iterator<? extends Map.Entry<?, ?>> r = entries(parsed(right));
      while (l.hasNext() && r.hasNext()) {
        var a = l.next();
        var b = r.next();
        var order = String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey()));
        order = order != 0 ? order : compareScalars(a.getValue(), b.getValue());
        if (order != 0) {
          return order;
        }
      }
      return Boolean.compare(l.hasNext(), r.hasNext());
    }

    private static Iterator<? extends Map.Entry<?, ?>> entries(@Nullable Object keys) {
      return keys instanceof Map<?, ?> map
          ? map.entrySet().iterator()
          : Map.<String, Object>of().entrySet().iterator();
    }

    private static int compareScalars(@Nullable Object left, @Nullable Object right) {
      var order = Integer.compare(rank(left), rank(right));
      if (order != 0) {
        return order;
      }
      return switch (left) {
        case Long number when right instanceof Long other -> number.compareTo(other);
        case Number number when right instanceof Number other ->
            Double.compare(number.doubleValue(), other.doubleValue());
        case String text when right instanceof String other -> text.compareTo(other);
        case Boolean truth when right instanceof Boolean other -> truth.compareTo(other);
        case null, default -> 0;
      };
    }

    private static int rank(@Nullable Object value) {
      return switch (value) {
        case Number number -> 0;
        case String text -> 1;
        case Boolean truth -> 2;
        case null, default -> 3;
      };
    }
  }
}
