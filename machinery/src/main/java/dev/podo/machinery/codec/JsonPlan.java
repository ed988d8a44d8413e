package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
import dev.podo.model.Emit;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.FrozenMap;
import dev.podo.model.IntOrString;
import dev.podo.model.Presence;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How the records of one schema are written as JSON, decided once: for each field the bytes of its
/// name, when it is left out and what writes its value.
final class JsonPlan {
  private static final Map<Schema<?>, JsonPlan> PLANS = new ConcurrentHashMap<>();

  private final Slot[] slots;
  private final @Nullable Field rest;

  private JsonPlan(Schema<?> schema) {
    rest = schema.rest();
    var shown = schema.fields().stream().filter(field -> field.emit() != Emit.INLINE);
    slots =
        (rest == null ? shown : shown.sorted(Comparator.comparing(Field::name)))
            .map(Slot::new)
            .toArray(Slot[]::new);
  }

  static JsonPlan of(Schema<?> schema) {
    var plan = PLANS.get(schema);
    return plan != null ? plan : PLANS.computeIfAbsent(schema, JsonPlan::new);
  }

  /// Writes a value that is not null.
  @FunctionalInterface
  private interface ValueWriter {
    void write(Object value, JsonBuffer out);
  }

  /// How one field is written; `key` is its name in quotes and the colon.
  private static final class Slot {
    final Field field;
    final int index;
    final byte[] key;
    final ValueWriter writer;

    Slot(Field field) {
      this.field = field;
      this.index = field.index();
      this.key = ('"' + field.name() + "\":").getBytes(StandardCharsets.UTF_8);
      this.writer = Json.isFieldSet(field) ? JsonTrees::writeFields : writerOf(field.type());
    }
  }

  void write(Struct value, JsonBuffer out) {
    if (rest != null) {
      writeAmong(others(rest, value), value, out);
      return;
    }
    out.ascii('{');
    var separate = false;
    for (var slot : slots) {
      var part = value.get(slot.index);
      if (leavesOut(slot.field, part)) {
        continue;
      }
      if (separate) {
        out.ascii(',');
      }
      separate = true;
      out.raw(slot.key);
      if (part == null) {
        writeAbsent(slot.field, out);
      } else {
        slot.writer.write(part, out);
      }
    }
    out.ascii('}');
  }

  /// Writes the struct's own fields and those of which its schema does not know, by name.
  private void writeAmong(FrozenMap<?> others, Struct value, JsonBuffer out) {
    out.ascii('{');
    var before = out.size();
    var next = 0;
    for (var slot : slots) {
      var part = value.get(slot.index);
      if (leavesOut(slot.field, part)) {
        continue;
      }
      while (next < others.size() && others.keyAt(next).compareTo(slot.field.name()) < 0) {
        writeOther(others, next++, before, out);
      }
      separate(before, out);
      out.raw(slot.key);
      if (part == null) {
        writeAbsent(slot.field, out);
      } else {
        slot.writer.write(part, out);
      }
    }
    while (next < others.size()) {
      writeOther(others, next++, before, out);
    }
    out.ascii('}');
  }

  private static FrozenMap<?> others(Field rest, Struct value) {
    var others = value.get(rest.index());
    return others == null ? FrozenMap.empty() : FrozenMap.of(strings(others));
  }

  private static void writeOther(FrozenMap<?> others, int index, int before, JsonBuffer out) {
    separate(before, out);
    out.string(others.keyAt(index));
    out.ascii(':');
    JsonTrees.write(others.valueAt(index), out);
  }

  private static void separate(int before, JsonBuffer out) {
    if (out.size() > before) {
      out.ascii(',');
    }
  }

  /// Whether JSON and trees do not show a field that has this value.
  static boolean leavesOut(Field field, @Nullable Object value) {
    return field.emit() != Emit.ALWAYS
        && (value == null || (field.presence() != Presence.POINTER && isZero(value)));
  }

  private static boolean isZero(Object value) {
    return switch (value) {
      case String text -> text.isEmpty();
      case Boolean truth -> !truth;
      case Integer number -> number == 0;
      case Long number -> number == 0;
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case Double number -> number == 0;
      case Bytes bytes -> bytes.isEmpty();
      default -> false;
    };
  }

  /// An absent list is shown as empty where upstream shows null: both mean the same to every
  /// client, and only one of them is what the field's schema allows.
  private static void writeAbsent(Field field, JsonBuffer out) {
    switch (field.presence()) {
      case LIST -> writeList(List.of(), JsonTrees::write, out);
      case MAP -> JsonTrees.write(FrozenMap.empty(), out);
      case VALUE, POINTER -> out.nothing();
    }
  }

  private static ValueWriter writerOf(FieldType type) {
    return switch (type) {
      case Scalar scalar -> writerOf(scalar);
      case StructType struct ->
          (value, out) -> of(((Struct) value).schema()).write((Struct) value, out);
      case ListType(var element) -> {
        var writer = writerOf(element);
        yield (value, out) -> writeList((List<?>) value, writer, out);
      }
      case MapType(var element) -> {
        var writer = writerOf(element);
        yield (value, out) -> writeMap(FrozenMap.of(strings(value)), writer, out);
      }
    };
  }

  private static ValueWriter writerOf(Scalar type) {
    return switch (type) {
      case STRING -> (value, out) -> out.string((String) value);
      case BOOL -> (value, out) -> out.truth((Boolean) value);
      case INT32 -> (value, out) -> out.number((Integer) value);
      case INT64 -> (value, out) -> out.number((Long) value);
      case DOUBLE -> (value, out) -> out.number((Double) value);
      case BYTES -> (value, out) -> out.string(((Bytes) value).toBase64());
      case QUANTITY -> (value, out) -> out.string(value.toString());
      case INT_OR_STRING -> (value, out) -> writeIntOrString((IntOrString) value, out);
      case TIME -> (value, out) -> out.time((Instant) value, false);
      case MICRO_TIME -> (value, out) -> out.time((Instant) value, true);
      case JSON -> JsonTrees::write;
    };
  }

  private static void writeIntOrString(IntOrString value, JsonBuffer out) {
    switch (value) {
      case IntOrString.OfInt(var number) -> out.number(number);
      case IntOrString.OfString(var text) -> out.string(text);
    }
  }

  private static void writeList(List<?> list, ValueWriter writer, JsonBuffer out) {
    out.ascii('[');
    for (var i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.ascii(',');
      }
      writeElement(list.get(i), writer, out);
    }
    out.ascii(']');
  }

  private static void writeMap(FrozenMap<?> map, ValueWriter writer, JsonBuffer out) {
    out.ascii('{');
    for (var i = 0; i < map.size(); i++) {
      if (i > 0) {
        out.ascii(',');
      }
      out.string(map.keyAt(i));
      out.ascii(':');
      writeElement(map.valueAt(i), writer, out);
    }
    out.ascii('}');
  }

  private static void writeElement(@Nullable Object element, ValueWriter writer, JsonBuffer out) {
    if (element == null) {
      out.nothing();
    } else {
      writer.write(element, out);
    }
  }

  @SuppressWarnings("unchecked") // All maps in API values are from strings.
  private static Map<String, ?> strings(Object map) {
    return (Map<String, ?>) map;
  }
}
