package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
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
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes the values of fields as protobuf, from the last byte to the first.
final class ProtoValues {
  private ProtoValues() {}

  /// Writes a field, its tag included; what is null is absent.
  @FunctionalInterface
  interface FieldWriter {
    void write(int number, @Nullable Object value, ProtoBuffer out);
  }

  /// Writes a value with its tag.
  @FunctionalInterface
  private interface Writer {
    void write(int number, Object value, ProtoBuffer out);
  }

  static FieldWriter writer(Schema<?> schema, Field field) {
    var union = ProtoUnions.writer(schema, field);
    if (union != null) {
      return union;
    }
    var writer = Json.isFieldSet(field) ? document(Json::printFields) : writer(field.type());
    return field.presence() == Presence.VALUE && isMessage(field.type())
        ? orEmptyMessage(writer)
        : (number, value, out) -> {
          if (value != null) {
            writer.write(number, value, out);
          }
        };
  }

  /// Times, JSON and structs held by value are messages that are there even when empty.
  private static FieldWriter orEmptyMessage(Writer writer) {
    return (number, value, out) -> {
      if (value == null) {
        out.head(number, out.size());
      } else {
        writer.write(number, value, out);
      }
    };
  }

  private static boolean isMessage(FieldType type) {
    return type instanceof StructType
        || type == Scalar.TIME
        || type == Scalar.MICRO_TIME
        || type == Scalar.JSON;
  }

  private static Writer writer(FieldType type) {
    return switch (type) {
      case Scalar scalar -> writer(scalar);
      case StructType struct -> (number, value, out) -> writeStruct(number, (Struct) value, out);
      case ListType(var element) -> {
        var writer = writer(element);
        yield (number, value, out) -> writeList(number, (List<?>) value, writer, out);
      }
      case MapType(var element) -> {
        var writer = element instanceof ListType list ? inMessage(writer(list)) : writer(element);
        yield (number, value, out) -> writeMap(number, FrozenMap.of(strings(value)), writer, out);
      }
    };
  }

  /// The value of a map cannot be a list in protobuf, so it is a message with a list in it.
  private static Writer inMessage(Writer writer) {
    return (number, value, out) -> {
      var before = out.size();
      writer.write(1, value, out);
      out.head(number, before);
    };
  }

  private static Writer writer(Scalar type) {
    return switch (type) {
      case STRING -> (number, value, out) -> out.text(number, (String) value);
      case BOOL -> (number, value, out) -> writeVarint(number, (Boolean) value ? 1 : 0, out);
      case INT32 -> (number, value, out) -> writeVarint(number, (Integer) value, out);
      case INT64 -> (number, value, out) -> writeVarint(number, (Long) value, out);
      case DOUBLE ->
          (number, value, out) -> {
            out.fixed64(Double.doubleToLongBits((Double) value));
            out.tag(number, Wire.FIXED64);
          };
      case BYTES ->
          (number, value, out) -> {
            var content = (Bytes) value;
            var before = out.size();
            out.raw(content.toArray());
            out.head(number, before);
          };
      case QUANTITY ->
          (number, value, out) -> {
            var before = out.size();
            out.text(1, String.valueOf(value));
            out.head(number, before);
          };
      case INT_OR_STRING ->
          (number, value, out) -> writeIntOrString(number, (IntOrString) value, out);
      case TIME -> (number, value, out) -> writeTime(number, (Instant) value, 0, out);
      case MICRO_TIME ->
          (number, value, out) -> {
            var micros = ((Instant) value).get(ChronoField.MICRO_OF_SECOND);
            writeTime(number, (Instant) value, micros * 1000, out);
          };
      case JSON -> document(Json::print);
    };
  }

  /// Text of JSON in a message of its own.
  private static Writer document(Function<Object, byte[]> print) {
    return (number, value, out) -> {
      var before = out.size();
      out.raw(print.apply(value));
      out.head(1, before);
      out.head(number, before);
    };
  }

  static void writeStruct(int number, Struct value, ProtoBuffer out) {
    var before = out.size();
    ProtoMessage.of(value.schema()).write(value, out);
    out.head(number, before);
  }

  static void writeVarint(int number, long value, ProtoBuffer out) {
    out.varint(value);
    out.tag(number, Wire.VARINT);
  }

  private static void writeIntOrString(int number, IntOrString value, ProtoBuffer out) {
    var before = out.size();
    switch (value) {
      case IntOrString.OfInt(var integer) -> {
        out.text(3, "");
        writeVarint(2, integer, out);
        writeVarint(1, 0, out);
      }
      case IntOrString.OfString(var text) -> {
        out.text(3, text);
        writeVarint(2, 0, out);
        writeVarint(1, 1, out);
      }
    }
    out.head(number, before);
  }

  private static void writeTime(int number, Instant time, int nanos, ProtoBuffer out) {
    var before = out.size();
    writeVarint(2, nanos, out);
    writeVarint(1, time.getEpochSecond(), out);
    out.head(number, before);
  }

  private static void writeList(int number, List<?> list, Writer writer, ProtoBuffer out) {
    for (var i = list.size() - 1; i >= 0; i--) {
      var element = list.get(i);
      if (element == null) {
        out.head(number, out.size());
      } else {
        writer.write(number, element, out);
      }
    }
  }

  private static void writeMap(int number, FrozenMap<?> map, Writer writer, ProtoBuffer out) {
    for (var i = map.size() - 1; i >= 0; i--) {
      var before = out.size();
      var value = map.valueAt(i);
      if (value == null) {
        out.head(2, before);
      } else {
        writer.write(2, value, out);
      }
      out.text(1, map.keyAt(i));
      out.head(number, before);
    }
  }

  @SuppressWarnings("unchecked") // All maps in API values are from strings.
  private static Map<String, ?> strings(Object map) {
    return (Map<String, ?>) map;
  }
}
