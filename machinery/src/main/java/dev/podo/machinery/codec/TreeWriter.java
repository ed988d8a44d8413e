package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
import dev.podo.model.Emit;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.FrozenMap;
import dev.podo.model.IntOrString;
import dev.podo.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes of a record the tree that its JSON text would be read as.
final class TreeWriter {
  private TreeWriter() {}

  static FrozenMap<@Nullable Object> tree(Struct value) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    for (var field : value.schema().fields()) {
      var part = value.get(field.index());
      if (field.emit() == Emit.INLINE) {
        ((Map<?, ?>) Objects.requireNonNull(part)).forEach((k, v) -> entries.put((String) k, v));
      } else if (!JsonPlan.leavesOut(field, part)) {
        entries.put(field.name(), part == null ? absent(field.type()) : tree(field.type(), part));
      }
    }
    return FrozenMap.of(entries);
  }

  private static @Nullable Object absent(FieldType type) {
    return switch (type) {
      case ListType list -> List.of();
      case MapType map -> FrozenMap.empty();
      case Scalar scalar -> null;
      case StructType struct -> null;
    };
  }

  /// The tree of one value of this type.
  static @Nullable Object tree(FieldType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Scalar scalar -> scalar(scalar, value);
      case StructType struct -> tree((Struct) value);
      case ListType(var element) -> list(element, (List<?>) value);
      case MapType(var element) -> map(element, (Map<?, ?>) value);
    };
  }

  private static Object scalar(Scalar type, Object value) {
    return switch (type) {
      case STRING, BOOL, INT64, DOUBLE, JSON -> value;
      case INT32 -> ((Integer) value).longValue();
      case BYTES -> ((Bytes) value).toBase64();
      case QUANTITY -> value.toString();
      case INT_OR_STRING ->
          switch ((IntOrString) value) {
            case IntOrString.OfInt(var number) -> (long) number;
            case IntOrString.OfString(var text) -> text;
          };
      case TIME -> Times.print((Instant) value, false);
      case MICRO_TIME -> Times.print((Instant) value, true);
    };
  }

  private static List<@Nullable Object> list(FieldType element, List<?> list) {
    var elements = new ArrayList<@Nullable Object>(list.size());
    for (var each : list) {
      elements.add(tree(element, each));
    }
    return Collections.unmodifiableList(elements);
  }

  private static FrozenMap<@Nullable Object> map(FieldType element, Map<?, ?> map) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> entries.put((String) key, tree(element, value)));
    return FrozenMap.of(entries);
  }
}
