package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.Uint;
import dev.podo.cel.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/// Kubernetes' functions on lists.
final class Lists {
  private static final List<String> SUMMABLE = List.of("int", "uint", "double", "duration");
  private static final List<String> COMPARABLE =
      List.of("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes");

  private Lists() {}

  static void declare(Library library) {
    for (var type : COMPARABLE) {
      var list = "(list(" + type + ")) ";
      library.member(
          "list_" + type + "_is_sorted_bool",
          "isSorted",
          list + "bool",
          args -> isSorted((ListValue) args[0]));
      library.member(
          "list_" + type + "_min_" + type,
          "min",
          list + type,
          args -> extreme("min", (ListValue) args[0], sign -> sign < 0));
      library.member(
          "list_" + type + "_max_" + type,
          "max",
          list + type,
          args -> extreme("max", (ListValue) args[0], sign -> sign > 0));
    }
    for (var type : SUMMABLE) {
      library.member(
          "list_" + type + "_sum_" + type,
          "sum",
          "(list(" + type + ")) " + type,
          args -> sum((ListValue) args[0], type));
    }
    library.member(
        "list_a_index_of_int",
        "indexOf",
        "(list(A), A) int",
        args -> indexOf((ListValue) args[0], args[1]));
    library.member(
        "list_a_last_index_of_int",
        "lastIndexOf",
        "(list(A), A) int",
        args -> lastIndexOf((ListValue) args[0], args[1]));
  }

  private static boolean isSorted(ListValue list) {
    for (var i = 1; i < list.size(); i++) {
      if (Comparisons.compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(String function, ListValue list, IntPredicate better) {
    if (list.size() == 0) {
      throw new EvaluationError(function + " called on empty list");
    }
    var best = list.get(0);
    for (var i = 1; i < list.size(); i++) {
      var next = list.get(i);
      if (better.test(Comparisons.compare(next, best))) {
        best = next;
      }
    }
    return best;
  }

  private static Object sum(ListValue list, String type) {
    Object sum =
        switch (type) {
          case "int" -> 0L;
          case "uint" -> new Uint(0);
          case "double" -> 0.0;
          default -> Duration.ZERO;
        };
    for (var i = 0; i < list.size(); i++) {
      sum = Operators.sum(sum, list.get(i));
    }
    return sum;
  }

  private static Long indexOf(ListValue list, Object wanted) {
    for (var i = 0; i < list.size(); i++) {
      if (Values.equal(list.get(i), wanted)) {
        return (long) i;
      }
    }
    return -1L;
  }

  private static Long lastIndexOf(ListValue list, Object wanted) {
    for (var i = list.size() - 1; i >= 0; i--) {
      if (Values.equal(list.get(i), wanted)) {
        return (long) i;
      }
    }
    return -1L;
  }
}
