package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.FrozenMap;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads records from JSON or trees, as Kubernetes reads them: names by exact case, null as absent,
/// unknown fields skipped, the last of duplicates taken.
final class StructReader {
  private static final int MAX_PROBLEMS = 100;

  private final Cursor in;
  private final boolean strict;
  private final Trail trail = new Trail();
  private final Set<String> problems = new LinkedHashSet<>();
  private String owner = "";
  private boolean treesAreFields; // While in fields of which the schema does not know.

  private StructReader(Cursor in, Strictness strictness) {
    this.in = in;
    this.strict = strictness != Strictness.IGNORE;
  }

  /// Reads the whole document.
  static <T extends Struct> Decoded<T> read(Schema<T> schema, Cursor in, Strictness strictness) {
    var reader = new StructReader(in, strictness);
    var token = in.next();
    T value;
    if (token == Token.NULL) {
      value = schema.of(new @Nullable Object[schema.fields().size()]);
    } else {
      reader.expect(Token.OBJECT, new StructType(() -> schema));
      value = reader.readStruct(schema);
    }
    if (in.next() != Token.END) {
      throw new DecodeException("json: invalid content after top-level value");
    }
    return new Decoded<>(value, List.copyOf(reader.problems));
  }

  /// Reads a document that has no schema, and tells of the names in it: those that one object has
  /// twice, and, where members are given, those that the objects in the list may not have.
  static Json.Document readDocument(Cursor in, @Nullable Set<String> members) {
    var reader = new StructReader(in, Strictness.STRICT);
    reader.treesAreFields = true;
    var tree =
        in.next() == Token.LIST && members != null
            ? reader.readElements(members)
            : reader.readTree();
    if (in.next() != Token.END) {
      throw new DecodeException("json: invalid content after top-level value");
    }
    return new Json.Document(tree, List.copyOf(reader.problems));
  }

  private List<@Nullable Object> readElements(Set<String> members) {
    var elements = new ArrayList<@Nullable Object>();
    while (in.next() != Token.END_LIST) {
      trail.push(elements.size());
      elements.add(in.token() == Token.OBJECT ? readElement(members) : readTree());
      trail.pop();
    }
    return Collections.unmodifiableList(elements);
  }

  private FrozenMap<@Nullable Object> readElement(Set<String> members) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    while (in.next() == Token.NAME) {
      var name = in.text();
      var isKnown = members.contains(name);
      if (!isKnown || entries.containsKey(name)) {
        report(isKnown ? "duplicate field" : "unknown field", name);
      }
      trail.push(name);
      in.next();
      entries.put(name, isKnown ? readTree() : JsonTrees.read(in));
      trail.pop();
    }
    return FrozenMap.of(entries);
  }

  private <S extends Struct> S readStruct(Schema<S> schema) {
    var values = new @Nullable Object[schema.fields().size()];
    var seen = strict ? new boolean[values.length] : null;
    var rest = schema.rest();
    var others = rest == null ? null : new LinkedHashMap<String, @Nullable Object>();
    while (in.next() == Token.NAME) {
      var name = in.text();
      var field = schema.field(name);
      if (field == null) {
        readOther(name, others);
        continue;
      }
      if (seen != null) {
        reportDuplicate(seen, field.index(), name);
      }
      trail.push(name);
      owner = schema.name();
      in.next();
      values[field.index()] = readValue(field.type());
      trail.pop();
    }
    if (rest != null && others != null) {
      values[rest.index()] = FrozenMap.of(others);
    }
    return schema.of(values);
  }

  /// A field that the schema does not name: there may be such fields, or not.
  private void readOther(String name, @Nullable Map<String, @Nullable Object> others) {
    if (others == null) {
      report("unknown field", name);
      in.next();
      in.skip();
      return;
    }
    if (others.containsKey(name)) {
      report("duplicate field", name);
    }
    trail.push(name);
    in.next();
    treesAreFields = strict;
    others.put(name, strict ? readTree() : JsonTrees.read(in));
    treesAreFields = false;
    trail.pop();
  }

  /// A tree whose duplicate fields are told.
  private @Nullable Object readTree() {
    return switch (in.token()) {
      case OBJECT -> readMap(Scalar.JSON);
      case LIST -> Collections.unmodifiableList(readList(Scalar.JSON));
      default -> JsonTrees.read(in);
    };
  }

  private void reportDuplicate(boolean[] seen, int index, String name) {
    if (seen[index]) {
      report("duplicate field", name);
    }
    seen[index] = true;
  }

  private void report(String what, String name) {
    if (strict && problems.size() < MAX_PROBLEMS) {
      problems.add(what + " \"" + trail.to(name) + "\"");
    }
  }

  /// The value that the cursor stands on; null if it is null.
  private @Nullable Object readValue(FieldType type) {
    if (in.token() == Token.NULL) {
      return null;
    }
    return switch (type) {
      case Scalar scalar -> readScalar(scalar);
      case StructType struct -> {
        expect(Token.OBJECT, type);
        yield readStruct(struct.schema());
      }
      case ListType(var element) -> {
        expect(Token.LIST, type);
        yield readList(element);
      }
      case MapType(var element) -> {
        expect(Token.OBJECT, type);
        yield readMap(element);
      }
    };
  }

  private List<@Nullable Object> readList(FieldType element) {
    var elements = new ArrayList<@Nullable Object>();
    while (in.next() != Token.END_LIST) {
      trail.push(elements.size());
      elements.add(orZero(element, readValue(element)));
      trail.pop();
    }
    return elements;
  }

  private FrozenMap<@Nullable Object> readMap(FieldType element) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    while (in.next() == Token.NAME) {
      var name = in.text();
      if (strict && entries.containsKey(name)) {
        report("duplicate field", name);
      }
      trail.push(name);
      in.next();
      entries.put(name, orZero(element, readValue(element)));
      trail.pop();
    }
    return FrozenMap.of(entries);
  }

  /// What stands in a list or map for null, which the values of most types cannot be.
  static @Nullable Object orZero(FieldType type, @Nullable Object value) {
    if (value != null) {
      return value;
    }
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> "";
            case BOOL -> false;
            case INT32 -> 0;
            case INT64 -> 0L;
            case DOUBLE -> 0.0;
            case BYTES -> Bytes.EMPTY;
            case QUANTITY -> Quantity.ZERO;
            case INT_OR_STRING -> IntOrString.ZERO;
            case TIME, MICRO_TIME, JSON -> null;
          };
      case StructType struct -> empty(struct.schema());
      case ListType list -> List.of();
      case MapType map -> FrozenMap.empty();
    };
  }

  private static Struct empty(Schema<?> schema) {
    return schema.of(new @Nullable Object[schema.fields().size()]);
  }

  private @Nullable Object readScalar(Scalar type) {
    return switch (type) {
      case STRING -> readText(type);
      case BOOL -> readBool();
      case INT32 -> (int) readInteger(type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> readInteger(type, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE -> readDouble();
      case BYTES -> converted(type, readText(type));
      case QUANTITY -> converted(type, readNumberOrText());
      case INT_OR_STRING -> readIntOrString();
      case TIME, MICRO_TIME -> converted(type, readText(type));
      case JSON -> treesAreFields ? readTree() : JsonTrees.read(in);
    };
  }

  private @Nullable Object converted(Scalar type, String text) {
    try {
      return switch (type) {
        case BYTES -> Bytes.base64(text);
        case QUANTITY -> Quantity.parse(text.strip());
        case TIME -> orAbsent(Times.parseSeconds(text));
        case MICRO_TIME -> orAbsent(Times.parseMicros(text));
        default -> throw new IllegalStateException("not converted from text: " + type);
      };
    } catch (IllegalArgumentException e) {
      throw new DecodeException("json: " + trail.fields() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Instant orAbsent(Instant time) {
    return Times.isZero(time) ? null : time;
  }

  private String readText(Scalar type) {
    expect(Token.STRING, type);
    return in.text();
  }

  private String readNumberOrText() {
    return switch (in.token()) {
      case STRING, INTEGER, DECIMAL -> in.text();
      default -> throw mismatch(Scalar.QUANTITY, in.token().title);
    };
  }

  private boolean readBool() {
    return switch (in.token()) {
      case TRUE -> true;
      case FALSE -> false;
      default -> throw mismatch(Scalar.BOOL, in.token().title);
    };
  }

  private long readInteger(Scalar type, long min, long max) {
    if (in.token() == Token.INTEGER && in.isLong()) {
      var value = in.longValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw mismatch(type, withSpelling());
  }

  /// What the cursor stands on, with the number itself where it is one that does not fit.
  private String withSpelling() {
    var token = in.token();
    var isNumber = token == Token.INTEGER || token == Token.DECIMAL;
    return isNumber ? token.title + " " + in.text() : token.title;
  }

  private double readDouble() {
    return switch (in.token()) {
      case INTEGER, DECIMAL -> in.doubleValue();
      default -> throw mismatch(Scalar.DOUBLE, in.token().title);
    };
  }

  private IntOrString readIntOrString() {
    return in.token() == Token.STRING
        ? IntOrString.of(in.text())
        : IntOrString.of(
            (int) readInteger(Scalar.INT_OR_STRING, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private void expect(Token token, FieldType type) {
    if (in.token() != token) {
      throw mismatch(type, in.token().title);
    }
  }

  private DecodeException mismatch(FieldType type, String found) {
    var fields = trail.fields();
    var target =
        fields.isEmpty()
            ? "value"
            : "struct field " + owner.substring(owner.lastIndexOf('.') + 1) + "." + fields;
    return new DecodeException(
        "json: cannot unmarshal " + found + " into Go " + target + " of type " + goName(type));
  }

  private static String goName(FieldType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> "string";
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BYTES -> "[]uint8";
            case QUANTITY -> "resource.Quantity";
            case INT_OR_STRING -> "intstr.IntOrString";
            case TIME -> "v1.Time";
            case MICRO_TIME -> "v1.MicroTime";
            case JSON -> "runtime.RawExtension";
          };
      case StructType struct -> {
        var parts = struct.schema().name().split("\\.", -1);
        yield parts[parts.length - 2] + "." + parts[parts.length - 1];
      }
      case ListType(var element) -> "[]" + goName(element);
      case MapType(var element) -> "map[string]" + goName(element);
    };
  }
}
