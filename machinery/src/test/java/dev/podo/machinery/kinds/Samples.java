package dev.podo.machinery.kinds;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trees of any type of the model, of which two with different numbers differ.
public final class Samples {
  private static final int DEPTH = 4;

  private Samples() {}

  /// @param number 1 or 2
  public static Object of(FieldType type, int number) {
    return of(type, number, DEPTH);
  }

  private static Object of(FieldType type, int number, int depth) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar, number);
      case StructType struct -> struct(struct.schema(), number, depth);
      case MapType(var value) -> Trees.frozen(Map.of("k" + number, of(value, number, depth - 1)));
      case ListType(var element) -> List.of(of(element, number, depth - 1));
    };
  }

  private static Object scalar(Scalar scalar, int number) {
    return switch (scalar) {
      case STRING -> "v" + number;
      case BYTES -> number == 1 ? "AQ==" : "Ag==";
      case BOOL -> number == 1;
      case INT32, INT64 -> (long) number;
      case DOUBLE -> number + 0.5;
      case QUANTITY -> Integer.toString(number);
      case INT_OR_STRING -> number == 1 ? (Object) 1L : "v2";
      case TIME -> "2026-01-01T00:00:0" + number + "Z";
      case MICRO_TIME -> "2026-01-01T00:00:0" + number + ".000000Z";
      case JSON -> Trees.frozen(Map.of("k", (long) number));
    };
  }

  /// A struct in which one field is set.
  private static Object struct(Schema<?> schema, int number, int depth) {
    var field = schema.fields().stream().filter(it -> it.type() instanceof Scalar).findFirst();
    if (field.isEmpty() && depth > 0) {
      field = schema.fields().stream().findFirst();
    }
    return field.isEmpty()
        ? Map.of()
        : Trees.frozen(Map.of(field.get().name(), of(field.get().type(), number, depth - 1)));
  }

  /// An element of a keyed list, with its keys and nothing else.
  ///
  /// @param without a key that is left out; null if none is
  public static Map<String, @Nullable Object> keyed(
      Schema<?> element, List<String> keys, int number, @Nullable String without) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    for (var key : keys) {
      if (!key.equals(without)) {
        made.put(key, of(field(element, key).type(), number));
      }
    }
    return Trees.frozen(made);
  }

  public static Field field(Schema<?> schema, String name) {
    var field = schema.field(name);
    if (field == null) {
      throw new IllegalArgumentException(schema.name() + " has no field " + name);
    }
    return field;
  }
}
