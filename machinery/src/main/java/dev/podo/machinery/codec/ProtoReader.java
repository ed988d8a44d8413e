package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads records from protobuf: fields in any order, repeated numbers packed or not, messages that
/// come twice merged, unknown fields skipped.
final class ProtoReader {
  private static final long MIN_SECONDS = -62_135_596_800L; // The beginning of year 1.
  private static final long MAX_SECONDS = 253_402_300_799L; // The end of year 9999.

  private final ProtoInput in;

  ProtoReader(ProtoInput in) {
    this.in = in;
  }

  ProtoInput input() {
    return in;
  }

  /// Reads a message whose length comes next.
  ///
  /// @param earlier the same message read before, with which this one is merged
  <S extends Struct> S message(Schema<S> schema, @Nullable Struct earlier, int depth) {
    ProtoInput.checkDepth(depth);
    var outer = in.enter();
    var value = fields(schema, earlier, depth);
    in.leave(outer);
    return value;
  }

  /// Reads the rest of the input as the fields of a record.
  <S extends Struct> S fields(Schema<S> schema, @Nullable Struct earlier, int depth) {
    var values = new @Nullable Object[schema.fields().size()];
    if (earlier != null) {
      for (var i = 0; i < values.length; i++) {
        values[i] = growing(earlier.get(i));
      }
    }
    readInto(values, schema, ProtoMessage.of(schema), depth);
    return schema.of(values);
  }

  private static @Nullable Object growing(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> new LinkedHashMap<>(map);
      case null, default -> value;
    };
  }

  private void readInto(
      @Nullable Object[] values, Schema<?> schema, ProtoMessage message, int depth) {
    while (in.hasMore()) {
      var tag = in.tag();
      switch (message.part(tag >>> 3)) {
        case null -> in.skip(tag, depth);
        case ProtoMessage.Part.OfMessage(var number, var nested) -> {
          expect(tag, Wire.LENGTH);
          var outer = in.enter();
          readInto(values, schema, nested, depth + 1);
          in.leave(outer);
        }
        case ProtoMessage.Part.OfField(var number, var field, var writer) ->
            values[field.index()] = read(schema, field, tag, values[field.index()], depth);
      }
    }
  }

  private @Nullable Object read(
      Schema<?> schema, Field field, int tag, @Nullable Object earlier, int depth) {
    var union = ProtoUnions.of(schema, field);
    if (union != null) {
      return union(union, field, tag, earlier, depth);
    }
    return switch (field.type()) {
      case ListType(var element) -> element(element, tag, list(earlier), depth);
      case MapType(var element) -> entry(element, tag, map(earlier), depth);
      case Scalar scalar -> single(scalar, tag, earlier, depth);
      case StructType struct -> single(struct, tag, earlier, depth);
    };
  }

  private Object union(
      ProtoUnions union, Field field, int tag, @Nullable Object earlier, int depth) {
    expect(tag, Wire.LENGTH);
    ProtoInput.checkDepth(depth);
    var outer = in.enter();
    Object value;
    if (field.type() instanceof MapType) {
      var entries = map(earlier);
      union.readEntry(this, entries, depth + 1);
      value = entries;
    } else {
      value = union.read(this, depth + 1);
    }
    in.leave(outer);
    return value;
  }

  @SuppressWarnings("unchecked") // Only element() and growing() put lists there.
  private static List<@Nullable Object> list(@Nullable Object earlier) {
    return earlier == null ? new ArrayList<>() : (List<@Nullable Object>) earlier;
  }

  @SuppressWarnings("unchecked") // Only entry() and growing() put maps there.
  private static Map<String, @Nullable Object> map(@Nullable Object earlier) {
    return earlier == null ? new LinkedHashMap<>() : (Map<String, @Nullable Object>) earlier;
  }

  private List<@Nullable Object> element(
      FieldType type, int tag, List<@Nullable Object> elements, int depth) {
    if ((tag & 7) == Wire.LENGTH
        && type instanceof Scalar scalar
        && wireType(scalar) != Wire.LENGTH) {
      var outer = in.enter();
      while (in.hasMore()) {
        elements.add(single(scalar, wireType(scalar), null, depth));
      }
      in.leave(outer);
    } else {
      elements.add(StructReader.orZero(type, single(type, tag, null, depth)));
    }
    return elements;
  }

  private Map<String, @Nullable Object> entry(
      FieldType type, int tag, Map<String, @Nullable Object> entries, int depth) {
    expect(tag, Wire.LENGTH);
    ProtoInput.checkDepth(depth);
    var outer = in.enter();
    var key = "";
    Object value = null;
    while (in.hasMore()) {
      var inner = in.tag();
      switch (inner >>> 3) {
        case 1 -> {
          expect(inner, Wire.LENGTH);
          key = in.utf8();
        }
        case 2 -> value = mapValue(type, inner, depth + 1);
        default -> in.skip(inner, depth);
      }
    }
    in.leave(outer);
    entries.put(key, StructReader.orZero(type, value));
    return entries;
  }

  private @Nullable Object mapValue(FieldType type, int tag, int depth) {
    if (!(type instanceof ListType(var element))) {
      return single(type, tag, null, depth);
    }
    expect(tag, Wire.LENGTH);
    var outer = in.enter();
    var elements = new ArrayList<@Nullable Object>();
    while (in.hasMore()) {
      var inner = in.tag();
      if (inner >>> 3 == 1) {
        element(element, inner, elements, depth);
      } else {
        in.skip(inner, depth);
      }
    }
    in.leave(outer);
    return elements;
  }

  /// One value; null if it is the message of something absent.
  private @Nullable Object single(FieldType type, int tag, @Nullable Object earlier, int depth) {
    return switch (type) {
      case StructType struct -> {
        expect(tag, Wire.LENGTH);
        yield message(struct.schema(), (Struct) earlier, depth + 1);
      }
      case Scalar scalar -> {
        expect(tag, wireType(scalar));
        yield scalar(scalar, depth);
      }
      case ListType list -> throw new IllegalStateException("no list of lists in protobuf");
      case MapType map -> throw new IllegalStateException("no list of maps in protobuf");
    };
  }

  private static int wireType(Scalar type) {
    return switch (type) {
      case BOOL, INT32, INT64 -> Wire.VARINT;
      case DOUBLE -> Wire.FIXED64;
      case STRING, BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, JSON -> Wire.LENGTH;
    };
  }

  private static void expect(int tag, int wireType) {
    if ((tag & 7) != wireType) {
      throw ProtoInput.malformed("wrong wireType = " + (tag & 7) + " for field " + (tag >>> 3));
    }
  }

  private @Nullable Object scalar(Scalar type, int depth) {
    return switch (type) {
      case STRING -> in.utf8();
      case BOOL -> in.varint() != 0;
      case INT32 -> (int) in.varint();
      case INT64 -> in.varint();
      case DOUBLE -> Double.longBitsToDouble(in.fixed64());
      case BYTES -> Bytes.of(in.raw());
      case QUANTITY -> quantity(new Parts(depth).text(1));
      case INT_OR_STRING -> {
        var parts = new Parts(depth);
        yield parts.number(1) == 0
            ? IntOrString.of((int) parts.number(2))
            : IntOrString.of(parts.text(3));
      }
      case TIME -> time(new Parts(depth), 1_000_000_000);
      case MICRO_TIME -> time(new Parts(depth), 1_000);
      case JSON -> {
        var text = new Parts(depth).raw(1);
        yield text.length == 0 ? null : Json.parse(text);
      }
    };
  }

  private static Quantity quantity(String text) {
    try {
      return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DecodeException("proto: " + e.getMessage(), e);
    }
  }

  private static @Nullable Instant time(Parts parts, int precisionNanos) {
    var seconds = parts.number(1);
    var nanos = parts.number(2);
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
      throw ProtoInput.malformed("time out of range");
    }
    var time = Instant.ofEpochSecond(seconds, nanos / precisionNanos * precisionNanos);
    return time.equals(Instant.EPOCH) || Times.isZero(time) ? null : time;
  }

  /// The fields of one of the small messages that stand for scalars, whose length comes next.
  private final class Parts {
    private final long[] numbers = new long[4];
    private final byte[][] texts = {new byte[0], new byte[0], new byte[0], new byte[0]};

    Parts(int depth) {
      var outer = in.enter();
      while (in.hasMore()) {
        var tag = in.tag();
        var known = tag >>> 3 < numbers.length;
        if (known && (tag & 7) == Wire.VARINT) {
          numbers[tag >>> 3] = in.varint();
        } else if (known && (tag & 7) == Wire.LENGTH) {
          texts[tag >>> 3] = in.raw();
        } else {
          in.skip(tag, depth);
        }
      }
      in.leave(outer);
    }

    long number(int number) {
      return numbers[number];
    }

    byte[] raw(int number) {
      return texts[number];
    }

    String text(int number) {
      return new String(raw(number), StandardCharsets.UTF_8);
    }
  }
}
