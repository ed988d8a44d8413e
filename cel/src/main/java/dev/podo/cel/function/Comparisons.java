package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Numbers;
import dev.podo.cel.value.Uint;
import dev.podo.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// Which of two values is less, numbers of different types included.
final class Comparisons {
  private static final List<String> NUMBERS = List.of("int", "uint", "double");

  private Comparisons() {}

  static void declare(Library library) {
    declare(library, "_<_", "less", sign -> sign < 0);
    declare(library, "_<=_", "less_equals", sign -> sign <= 0);
    declare(library, "_>_", "greater", sign -> sign > 0);
    declare(library, "_>=_", "greater_equals", sign -> sign >= 0);
  }

  private static void declare(Library library, String function, String id, IntPredicate holds) {
    Overload.Body body = args -> !isNan(args) && holds.test(compare(args[0], args[1]));
    for (var type :
        List.of("bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration")) {
      library.global(id + "_" + idOf(type), function, "(" + type + ", " + type + ") bool", body);
    }
    for (var left : NUMBERS) {
      for (var right : NUMBERS) {
        if (!left.equals(right)) {
          library.global(
              id + "_" + idOf(left) + "_" + idOf(right),
              function,
              "(" + left + ", " + right + ") bool",
              body);
        }
      }
    }
  }

  private static String idOf(String type) {
    return type.endsWith("int") ? type + "64" : type;
  }

  private static boolean isNan(Object[] args) {
    return (args[0] instanceof Double left && left.isNaN())
        || (args[1] instanceof Double right && right.isNaN());
  }

  /// @throws EvaluationError if the values have no order
  static int compare(Object a, Object b) {
    return switch (a) {
      case String left when b instanceof String right -> compareTexts(left, right);
      case Boolean left when b instanceof Boolean right -> left.compareTo(right);
      case Bytes left when b instanceof Bytes right ->
          Arrays.compareUnsigned(left.toArray(), right.toArray());
      case Instant left when b instanceof Instant right -> left.compareTo(right);
      case Duration left when b instanceof Duration right -> left.compareTo(right);
      case Uint left when isNumber(b) -> Numbers.compare(left, b);
      case Number left when isNumber(b) -> Numbers.compare(left, b);
      default -> throw EvaluationError.noSuchOverload();
    };
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Uint;
  }

  /// By code points, as upstream compares bytes of UTF-8.
  private static int compareTexts(String a, String b) {
    var length = Math.min(a.length(), b.length());
    for (var i = 0; i < length; i++) {
      var left = a.charAt(i);
      var right = b.charAt(i);
      if (left != right) {
        return Character.isSurrogate(left) == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
