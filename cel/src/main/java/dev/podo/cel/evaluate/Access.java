package dev.podo.cel.evaluate;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.Uint;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reading parts of values.
final class Access {
  private Access() {}

  static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw EvaluationError.noSuchOverload();
  }

  /// The value of a second operand; if that is none, the first one's problem counts.
  static boolean truth(Object value, @Nullable EvaluationError problem) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw problem != null ? problem : EvaluationError.noSuchOverload();
  }

  static Object field(Object value, String name) {
    if (value instanceof OptionalValue) {
      return find(value, name);
    }
    if (value instanceof MapValue map) {
      return map.get(name);
    }
    throw EvaluationError.noSuchOverload();
  }

  static boolean has(Object value, String name) {
    var inner = value instanceof OptionalValue optional ? optional.value() : value;
    return switch (inner) {
      case MapValue map -> map.find(name) != null;
      case null -> false;
      default -> throw EvaluationError.noSuchOverload();
    };
  }

  static Object index(Object value, Object index) {
    return switch (value) {
      case OptionalValue optional -> find(optional, index);
      case ListValue list -> list.at(position(index));
      case MapValue map -> map.get(index);
      default -> throw EvaluationError.noSuchOverload();
    };
  }

  /// The position that a number of any type tells.
  private static long position(Object index) {
    return switch (index) {
      case Long number -> number;
      case Uint number when number.bits() >= 0 -> number.bits();
      case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p53 ->
          number.longValue();
      default -> throw new EvaluationError("unsupported index value: " + index);
    };
  }

  /// What is there, if anything is.
  static OptionalValue find(Object value, Object index) {
    var inner = value instanceof OptionalValue optional ? optional.value() : value;
    return switch (inner) {
      case ListValue list -> {
        var at = position(index);
        yield at >= 0 && at < list.size() ? OptionalValue.of(list.at(at)) : OptionalValue.NONE;
      }
      case MapValue map -> flat(map.find(index));
      case null -> OptionalValue.NONE;
      default -> throw EvaluationError.noSuchOverload();
    };
  }

  private static OptionalValue flat(@Nullable Object value) {
    return value instanceof OptionalValue optional ? optional : OptionalValue.of(value);
  }

  static Object alternative(Object first, Supplier<Object> second, boolean unwrap) {
    if (!(first instanceof OptionalValue optional)) {
      throw EvaluationError.noSuchOverload();
    }
    var value = optional.value();
    if (value == null) {
      return second.get();
    }
    return unwrap ? value : first;
  }

  /// The value of an optional; null if it has none.
  static @Nullable Object unwrapped(Object value) {
    if (value instanceof OptionalValue optional) {
      return optional.value();
    }
    throw EvaluationError.noSuchOverload();
  }
}
