package dev.podo.machinery.codec;

import dev.podo.model.FrozenMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
}
