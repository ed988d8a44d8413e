package dev.podo.cel.value;

import dev.podo.cel.type.CelType;
import dev.podo.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What holds for all values: type, size, equality. Numbers of different types are compared by what
/// they mean; any other values of different types are not equal.
public final class Values {
  private Values() {}

  public static CelType typeOf(Object value) {
    return switch (value) {
      case Boolean truth -> CelType.BOOL;
      case Long number -> CelType.INT;
      case Uint number -> CelType.UINT;
      case Double number -> CelType.DOUBLE;
      case String text -> CelType.STRING;
      case Bytes bytes -> CelType.BYTES;
      case Instant time -> CelType.TIMESTAMP;
      case Duration duration -> CelType.DURATION;
      case ListValue list -> CelType.LIST;
      case MapValue map -> map.celType();
      case CelType type -> CelType.TYPE;
      case Opaque opaque -> opaque.celType();
      case Null none -> CelType.NULL;
      default -> CelType.DYN;
    };
  }

  /// The size of what has one: characters, bytes, elements, entries; -1 of anything else.
  public static long size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Bytes bytes -> bytes.size();
      case ListValue list -> list.size();
      case MapValue map -> map.size();
      default -> -1;
    };
  }

  public static boolean equal(Object a, Object b) {
    return switch (a) {
      case ListValue list -> b instanceof ListValue other && list.isEqual(other);
      case MapValue map -> b instanceof MapValue other && map.isEqual(other);
      case CelType type -> b instanceof CelType other && type.name().equals(other.name());
      case Double number -> isNumber(b) && numbersEqual(number, b);
      case Long number -> isNumber(b) && numbersEqual(number, b);
      case Uint number -> isNumber(b) && numbersEqual(number, b);
      default -> a.equals(b);
    };
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Uint;
  }

  private static boolean numbersEqual(Object a, Object b) {
    var isNan =
        (a instanceof Double left && left.isNaN()) || (b instanceof Double right && right.isNaN());
    return !isNan && Numbers.compare(a, b) == 0;
  }

  static int hash(Object value) {
    return switch (value) {
      case Long number -> Double.hashCode((double) number.longValue());
      case Uint number -> Double.hashCode(number.toDouble());
      case Double number -> Double.hashCode(number == 0 ? 0.0 : number);
      case ListValue list -> list.size();
      case MapValue map -> map.size();
      case CelType type -> type.name().hashCode();
      default -> value.hashCode();
    };
  }

  /// A value that stands in hash tables with the language's equality. The order is for the tables:
  /// who chooses values of one hash does not make them slow.
  public record Key(Object value) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      if (value instanceof String text && other.value instanceof String that) {
        return text.compareTo(that);
      }
      return isNumber(value) && isNumber(other.value) ? Numbers.compare(value, other.value) : 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && equal(value, that.value);
    }

    @Override
    public int hashCode() {
      return hash(value);
    }
  }
}
