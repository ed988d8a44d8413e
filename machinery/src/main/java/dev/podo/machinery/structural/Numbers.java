package dev.podo.machinery.structural;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.structural.ValueRules.Bounds;
import dev.podo.machinery.validation.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Holds numbers against their bounds.
final class Numbers {
  private Numbers() {}

  static List<FieldError> check(Bounds bounds, Number number, String path) {
    if (bounds.equals(Bounds.NONE)) {
      return List.of();
    }
    var problems = new ArrayList<String>();
    var factor = bounds.multipleOf();
    if (factor != null && !isMultiple(number, factor)) {
      problems.add("should be a multiple of " + shown(factor));
    }
    var max = bounds.maximum();
    if (max != null) {
      var order = decimal(number).compareTo(BigDecimal.valueOf(max));
      if (order > 0 || (order == 0 && bounds.exclusiveMaximum())) {
        problems.add(
            "should be less than "
                + (bounds.exclusiveMaximum() ? "" : "or equal to ")
                + shown(max));
      }
    }
    var min = bounds.minimum();
    if (min != null) {
      var order = decimal(number).compareTo(BigDecimal.valueOf(min));
      if (order < 0 || (order == 0 && bounds.exclusiveMinimum())) {
        problems.add(
            "should be greater than "
                + (bounds.exclusiveMinimum() ? "" : "or equal to ")
                + shown(min));
      }
    }
    return problems.stream()
        .map(problem ->
            FieldError.invalid(Validation.place(path), number, path + " in body " + problem))
        .toList();
  }

  private static boolean isMultiple(Number number, double factor) {
    return factor > 0
        && decimal(number).remainder(BigDecimal.valueOf(factor)).compareTo(BigDecimal.ZERO) == 0;
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : BigDecimal.valueOf(number.doubleValue());
  }

  /// Whole numbers without a fraction.
  private static String shown(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Json.show(number);
  }
}
