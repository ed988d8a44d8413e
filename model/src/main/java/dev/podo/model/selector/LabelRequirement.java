package dev.podo.model.selector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One condition on the labels of an object.
///
/// @param values sorted; without duplicates
public record LabelRequirement(String key, Operator operator, List<String> values) {

  /// The operators, with their text in selectors.
  public enum Operator {
    IN(" in "),
    NOT_IN(" notin "),
    EQUALS("="),
    DOUBLE_EQUALS("=="),
    NOT_EQUALS("!="),
    GREATER_THAN(">"),
    LESS_THAN("<"),
    EXISTS(""),
    DOES_NOT_EXIST("");

    private final String text;

    Operator(String text) {
      this.text = text;
    }
  }

  public LabelRequirement {
    values = List.copyOf(new TreeSet<>(values));
  }

  /// A checked requirement.
  ///
  /// @throws IllegalArgumentException with upstream's messages if key, values or their number are
  ///   wrong
  static LabelRequirement checked(String key, Operator operator, Collection<String> values) {
    var errors = new ArrayList<String>();
    addInvalid(errors, "key", key, LabelSyntax.keyErrors(key));
    var count = countError(operator, values.size());
    if (count != null) {
      errors.add("values: Invalid value: " + goList(values) + ": " + count);
    }
    var index = 0;
    for (var value : values) {
      if (isNumeric(operator) && parseLong(value) == null) {
        var why = "for 'Gt', 'Lt' operators, the value must be an integer";
        addInvalid(errors, "values[" + index + "]", value, List.of(why));
      }
      var path = "values[" + index + "][" + key + "]";
      addInvalid(errors, path, value, LabelSyntax.valueErrors(value));
      index++;
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(aggregate(errors));
    }
    return new LabelRequirement(key, operator, List.copyOf(values));
  }

  private static void addInvalid(
      List<String> errors, String path, String value, List<String> details) {
    if (!details.isEmpty()) {
      errors.add(
          path + ": Invalid value: " + GoText.quote(value) + ": " + String.join("; ", details));
    }
  }

  private static String aggregate(List<String> errors) {
    return errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
  }

  private static String goList(Collection<String> values) {
    return "[]string{" + String.join(", ", values.stream().map(GoText::quote).toList()) + "}";
  }

  private static @Nullable String countError(Operator operator, int count) {
    return switch (operator) {
      case IN, NOT_IN ->
          count == 0 ? "for 'in', 'notin' operators, values set can't be empty" : null;
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS ->
          count == 1 ? null : "exact-match compatibility requires one single value";
      case EXISTS, DOES_NOT_EXIST ->
          count == 0 ? null : "values set must be empty for exists and does not exist";
      case GREATER_THAN, LESS_THAN ->
          count == 1 ? null : "for 'Gt', 'Lt' operators, exactly one value is required";
    };
  }

  /// Whether these labels meet the requirement. As upstream has it, a missing key meets `!=` and
  /// `notin`.
  public boolean matches(Map<String, String> labels) {
    var value = labels.get(key);
    return switch (operator) {
      case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
      case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      case GREATER_THAN, LESS_THAN -> value != null && compares(value);
    };
  }

  private boolean compares(String value) {
    var left = parseLong(value);
    var right = parseLong(values.getFirst());
    if (left == null || right == null) {
      return false;
    }
    return operator == Operator.GREATER_THAN ? left > right : left < right;
  }

  private static boolean isNumeric(Operator operator) {
    return operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN;
  }

  private static @Nullable Long parseLong(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  @Override
  public String toString() {
    return switch (operator) {
      case EXISTS -> key;
      case DOES_NOT_EXIST -> "!" + key;
      case IN, NOT_IN -> key + operator.text + "(" + String.join(",", values) + ")";
      default -> key + operator.text + String.join(",", values);
    };
  }
}
