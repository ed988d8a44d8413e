package dev.podo.machinery.apply;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Bytes;
import dev.podo.model.Emit;
import dev.podo.model.Field;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FrozenMap;
import dev.podo.model.IntOrString;
import dev.podo.model.Struct;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at records and trees alike: a record is an object whose fields are those that its JSON
/// shows.
@SuppressWarnings("ReferenceEquality") // Absent is one value; so is a shared part.
final class Values {
  /// What a name leads to under which there is nothing; null is a value.
  static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "absent";
        }
      };

  private Values() {}

  static boolean isAbsent(@Nullable Object value) {
    return value == ABSENT;
  }

  static boolean isObject(@Nullable Object value) {
    return value instanceof Struct || value instanceof Map<?, ?>;
  }

  /// Whether there is nothing, null, or an object or list without parts.
  static boolean isEmpty(@Nullable Object value) {
    return value == null
        || value == ABSENT
        || switch (value) {
          case Map<?, ?> map -> map.isEmpty();
          case List<?> list -> list.isEmpty();
          case Struct struct -> showsNothing(struct);
          default -> false;
        };
  }

  private static boolean showsNothing(Struct struct) {
    for (var field : struct.schema().fields()) {
      if (field.emit() != Emit.INLINE && Json.shows(field, struct.get(field.index()))) {
        return false;
      }
    }
    return others(struct).isEmpty();
  }

  /// The fields of which a record's schema does not know.
  private static Map<?, ?> others(Struct struct) {
    var rest = struct.schema().rest();
    return rest != null && struct.get(rest.index()) instanceof Map<?, ?> map ? map : Map.of();
  }

  /// Whether the fields of a value are those of its record, whatever the shape says; where only
  /// some of them are, the shape tells.
  static boolean isRecord(@Nullable Object value) {
    return value instanceof Struct struct && struct.schema().rest() == null;
  }

  /// What lies under a name, or [#ABSENT].
  static @Nullable Object get(@Nullable Object object, String name) {
    return switch (object) {
      case Struct struct -> {
        var field = struct.schema().field(name);
        yield field == null ? get(others(struct), name) : get(struct, field);
      }
      case Map<?, ?> map -> map.containsKey(name) ? map.get(name) : ABSENT;
      case null, default -> ABSENT;
    };
  }

  static @Nullable Object get(Struct struct, Field field) {
    var value = struct.get(field.index());
    return Json.shows(field, value) ? value : ABSENT;
  }

  /// The elements of a list; none of anything else.
  static List<?> elements(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /// The entries of a tree's object, or of an object that is a tree for the greater part; none of
  /// anything else.
  static FrozenMap<@Nullable Object> entries(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> FrozenMap.of(Trees.asMap(map));
      case Struct struct when struct.schema().rest() != null -> opened(struct);
      case null, default -> FrozenMap.empty();
    };
  }

  private static FrozenMap<@Nullable Object> opened(Struct struct) {
    var entries = new TreeMap<String, @Nullable Object>();
    others(struct).forEach((name, value) -> entries.put((String) name, value));
    for (var field : struct.schema().fields()) {
      var value = struct.get(field.index());
      if (field.emit() != Emit.INLINE && Json.shows(field, value)) {
        entries.put(field.name(), value);
      }
    }
    return FrozenMap.of(entries);
  }

  static boolean areEqual(@Nullable Object left, @Nullable Object right) {
    return Trees.deepEquals(left, right);
  }

  /// A scalar as trees hold it; anything else as it is.
  static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case IntOrString.OfInt(var number) -> (long) number;
      case IntOrString.OfString(var text) -> text;
      case Bytes bytes -> bytes.toBase64();
      case Instant time -> Json.toTree(Scalar.TIME, time);
      case null -> null;
      case String text -> text;
      case Long number -> number;
      case Boolean truth -> truth;
      case Double number -> number;
      case Map<?, ?> map -> map;
      case List<?> list -> list;
      default -> value instanceof Struct ? value : value.toString();
    };
  }
}
