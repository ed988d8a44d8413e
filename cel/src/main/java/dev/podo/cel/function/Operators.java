package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.PlainMap;
import dev.podo.cel.value.Times;
import dev.podo.cel.value.Uint;
import dev.podo.cel.value.Values;
import dev.podo.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongBinaryOperator;
import java.util.function.Supplier;

/// Arithmetic, containment, size. Integers do not wrap: what does not fit is an error.
final class Operators {
  private static final String INT_OVERFLOW = "integer overflow";
  private static final String UINT_OVERFLOW = "unsigned integer overflow";
  private static final long LENGTH_MAX = 1L << 24;

  private Operators() {}

  static void declare(Library library) {
    add(library);
    subtract(library);
    multiply(library);
    divide(library);
    contain(library);
    size(library);
    // Evaluation knows these itself; here stand their types.
    library.global("conditional", "_?_:_", "(bool, A, A) A", Operators::unreachable);
    library.global("logical_and", "_&&_", "(bool, bool) bool", Operators::unreachable);
    library.global("logical_or", "_||_", "(bool, bool) bool", Operators::unreachable);
    library.global(
        "not_strictly_false", "@not_strictly_false", "(bool) bool", Operators::unreachable);
    library.global("logical_not", "!_", "(bool) bool", args -> !(Boolean) args[0]);
    library.global("equals", "_==_", "(A, A) bool", args -> Values.equal(args[0], args[1]));
    library.global("not_equals", "_!=_", "(A, A) bool", args -> !Values.equal(args[0], args[1]));
  }

  private static Object unreachable(Object[] args) {
    throw EvaluationError.noSuchOverload();
  }

  private static void add(Library library) {
    library.global("add_int64", "_+_", "(int, int) int", args -> longs(args, Math::addExact));
    library.global(
        "add_uint64", "_+_", "(uint, uint) uint", args -> plus(uint(args, 0), uint(args, 1)));
    library.global(
        "add_double",
        "_+_",
        "(double, double) double",
        args -> (Double) args[0] + (Double) args[1]);
    library.global(
        "add_string",
        "_+_",
        "(string, string) string",
        args -> bounded((String) args[0], (String) args[1]));
    library.global(
        "add_bytes", "_+_", "(bytes, bytes) bytes", args -> join((Bytes) args[0], (Bytes) args[1]));
    library.global(
        "add_list",
        "_+_",
        "(list(A), list(A)) list(A)",
        args -> ((ListValue) args[0]).plus((ListValue) args[1]));
    library.global(
        "add_timestamp_duration",
        "_+_",
        "(timestamp, duration) timestamp",
        args -> time(() -> ((Instant) args[0]).plus((Duration) args[1])));
    library.global(
        "add_duration_timestamp",
        "_+_",
        "(duration, timestamp) timestamp",
        args -> time(() -> ((Instant) args[1]).plus((Duration) args[0])));
    library.global(
        "add_duration_duration",
        "_+_",
        "(duration, duration) duration",
        args -> duration(() -> ((Duration) args[0]).plus((Duration) args[1])));
  }

  private static void subtract(Library library) {
    library.global(
        "subtract_int64", "_-_", "(int, int) int", args -> longs(args, Math::subtractExact));
    library.global(
        "subtract_uint64", "_-_", "(uint, uint) uint", args -> minus(uint(args, 0), uint(args, 1)));
    library.global(
        "subtract_double",
        "_-_",
        "(double, double) double",
        args -> (Double) args[0] - (Double) args[1]);
    library.global(
        "subtract_timestamp_timestamp",
        "_-_",
        "(timestamp, timestamp) duration",
        args -> duration(() -> Duration.between((Instant) args[1], (Instant) args[0])));
    library.global(
        "subtract_timestamp_duration",
        "_-_",
        "(timestamp, duration) timestamp",
        args -> time(() -> ((Instant) args[0]).minus((Duration) args[1])));
    library.global(
        "subtract_duration_duration",
        "_-_",
        "(duration, duration) duration",
        args -> duration(() -> ((Duration) args[0]).minus((Duration) args[1])));
    library.global(
        "negate_int64",
        "-_",
        "(int) int",
        args -> longs(new Object[] {0L, args[0]}, Math::subtractExact));
    library.global("negate_double", "-_", "(double) double", args -> -(Double) args[0]);
  }

  private static void multiply(Library library) {
    library.global(
        "multiply_int64", "_*_", "(int, int) int", args -> longs(args, Math::multiplyExact));
    library.global(
        "multiply_uint64", "_*_", "(uint, uint) uint", args -> times(uint(args, 0), uint(args, 1)));
    library.global(
        "multiply_double",
        "_*_",
        "(double, double) double",
        args -> (Double) args[0] * (Double) args[1]);
  }

  private static void divide(Library library) {
    library.global(
        "divide_int64", "_/_", "(int, int) int", args -> longs(args, Operators::quotient));
    library.global(
        "divide_uint64",
        "_/_",
        "(uint, uint) uint",
        args -> new Uint(Long.divideUnsigned(uint(args, 0), notZero(uint(args, 1), "division"))));
    library.global(
        "divide_double",
        "_/_",
        "(double, double) double",
        args -> (Double) args[0] / (Double) args[1]);
    library.global(
        "modulo_int64", "_%_", "(int, int) int", args -> longs(args, Operators::remainder));
    library.global(
        "modulo_uint64",
        "_%_",
        "(uint, uint) uint",
        args -> new Uint(Long.remainderUnsigned(uint(args, 0), notZero(uint(args, 1), "modulus"))));
  }

  private static void contain(Library library) {
    library.global(
        "in_list", "@in", "(A, list(A)) bool", args -> ((ListValue) args[1]).contains(args[0]));
    library.global(
        "in_map", "@in", "(A, map(A, B)) bool", args -> ((MapValue) args[1]).find(args[0]) != null);
    library.global(
        "index_list", "_[_]", "(list(A), int) A", args -> ((ListValue) args[0]).at((Long) args[1]));
    library.global(
        "index_map", "_[_]", "(map(A, B), A) B", args -> ((MapValue) args[0]).get(args[1]));
    library.global(
        "cel_@mapInsert_map_key_value",
        "cel.@mapInsert",
        "(map(A, B), A, B) map(A, B)",
        args -> PlainMap.with((MapValue) args[0], args[1], args[2]));
    library.global(
        "cel_@mapInsert_map_map",
        "cel.@mapInsert",
        "(map(A, B), map(A, B)) map(A, B)",
        args -> insert((MapValue) args[0], (MapValue) args[1]));
  }

  private static void size(Library library) {
    for (var type : new String[] {"string", "bytes", "list(A)", "map(A, B)"}) {
      var name = type.replaceAll("\\(.*", "");
      var signature = "(" + type + ") int";
      library.global("size_" + name, "size", signature, args -> Values.size(args[0]));
      library.member(name + "_size", "size", signature, args -> Values.size(args[0]));
    }
  }

  /// The sum of two values of the same type.
  static Object sum(Object a, Object b) {
    if (a instanceof Long && b instanceof Long) {
      return longs(new Object[] {a, b}, Math::addExact);
    }
    if (a instanceof Uint left && b instanceof Uint right) {
      return plus(left.bits(), right.bits());
    }
    if (a instanceof Double left && b instanceof Double right) {
      return left + right;
    }
    if (a instanceof Duration left && b instanceof Duration right) {
      return duration(() -> left.plus(right));
    }
    throw EvaluationError.noSuchOverload();
  }

  private static MapValue insert(MapValue map, MapValue entries) {
    var all = map;
    for (var key : entries.keys()) {
      all = PlainMap.with(all, key, entries.get(key));
    }
    return all;
  }

  private static long uint(Object[] args, int index) {
    return ((Uint) args[index]).bits();
  }

  private static Long longs(Object[] args, LongBinaryOperator operator) {
    try {
      return operator.applyAsLong((Long) args[0], (Long) args[1]);
    } catch (ArithmeticException e) {
      throw new EvaluationError(INT_OVERFLOW);
    }
  }

  private static long quotient(long a, long b) {
    if (a == Long.MIN_VALUE && b == -1) {
      throw new EvaluationError(INT_OVERFLOW);
    }
    return a / notZero(b, "division");
  }

  private static long remainder(long a, long b) {
    if (a == Long.MIN_VALUE && b == -1) {
      throw new EvaluationError(INT_OVERFLOW);
    }
    return a % notZero(b, "modulus");
  }

  private static long notZero(long divisor, String what) {
    if (divisor == 0) {
      throw new EvaluationError(what + " by zero");
    }
    return divisor;
  }

  private static Uint plus(long a, long b) {
    if (Long.compareUnsigned(a + b, a) < 0) {
      throw new EvaluationError(UINT_OVERFLOW);
    }
    return new Uint(a + b);
  }

  private static Uint minus(long a, long b) {
    if (Long.compareUnsigned(a, b) < 0) {
      throw new EvaluationError(UINT_OVERFLOW);
    }
    return new Uint(a - b);
  }

  private static Uint times(long a, long b) {
    if (Math.unsignedMultiplyHigh(a, b) != 0) {
      throw new EvaluationError(UINT_OVERFLOW);
    }
    return new Uint(a * b);
  }

  /// Texts cannot be doubled until memory is full: their cost would only be counted afterwards.
  private static String bounded(String a, String b) {
    if ((long) a.length() + b.length() > LENGTH_MAX) {
      throw tooLong();
    }
    return a.concat(b);
  }

  static EvaluationError tooLong() {
    return new EvaluationError("result of more than " + LENGTH_MAX + " characters");
  }

  static void checkLength(long length) {
    if (length > LENGTH_MAX) {
      throw tooLong();
    }
  }

  private static Bytes join(Bytes a, Bytes b) {
    checkLength((long) a.size() + b.size());
    var all = new ByteArrayOutputStream(a.size() + b.size());
    all.writeBytes(a.toArray());
    all.writeBytes(b.toArray());
    return Bytes.of(all.toByteArray());
  }

  private static Instant time(Supplier<Instant> sum) {
    try {
      var time = sum.get();
      if (Times.isInRange(time)) {
        return time;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Out of range as well.
    }
    throw new EvaluationError("timestamp overflow");
  }

  /// A duration has no more nanoseconds than a long can count.
  private static Duration duration(Supplier<Duration> sum) {
    try {
      var duration = sum.get();
      if (duration.toNanos() != Long.MIN_VALUE) {
        return duration;
      }
    } catch (ArithmeticException e) {
      // Out of range as well.
    }
    throw new EvaluationError("duration overflow");
  }
}
