package dev.podo.model.selector;

import dev.podo.model.selector.FieldRequirement.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A condition on the selectable fields of an object: all of its requirements hold. Which fields a
/// kind lets select is not known here.
public final class FieldPredicate {
  private static final FieldPredicate EVERYTHING = new FieldPredicate(List.of());

  private final List<FieldRequirement> requirements;

  private FieldPredicate(List<FieldRequirement> requirements) {
    this.requirements = requirements;
  }

  /// Holds for any object.
  public static FieldPredicate everything() {
    return EVERYTHING;
  }

  /// The predicate that a `fieldSelector` parameter spells.
  ///
  /// @throws IllegalArgumentException with upstream's message if it is malformed
  public static FieldPredicate parse(String selector) {
    var terms = terms(selector);
    Collections.sort(terms);
    var requirements = new ArrayList<FieldRequirement>();
    for (var term : terms) {
      if (!term.isEmpty()) {
        requirements.add(requirement(selector, term));
      }
    }
    return of(requirements);
  }

  /// Holds where all of these do.
  public static FieldPredicate of(List<FieldRequirement> requirements) {
    return requirements.isEmpty() ? EVERYTHING : new FieldPredicate(List.copyOf(requirements));
  }

  private static List<String> terms(String selector) {
    var terms = new ArrayList<String>();
    var start = 0;
    var escaped = false;
    for (var i = 0; i < selector.length(); i++) {
      var c = selector.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == ',') {
        terms.add(selector.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(selector.substring(start));
    return terms;
  }

  private static FieldRequirement requirement(String selector, String term) {
    for (var i = 0; i < term.length(); i++) {
      if (term.startsWith("!=", i)) {
        return new FieldRequirement(
            term.substring(0, i), Operator.NOT_EQUALS, unescape(term.substring(i + 2)));
      }
      if (term.charAt(i) == '=') {
        var length = term.startsWith("==", i) ? 2 : 1;
        return new FieldRequirement(
            term.substring(0, i), Operator.EQUALS, unescape(term.substring(i + length)));
      }
    }
    throw new IllegalArgumentException(
        "invalid selector: '" + selector + "'; can't understand '" + term + "'");
  }

  private static String unescape(String value) {
    var plain = new StringBuilder(value.length());
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == ',' || c == '=') {
        throw new IllegalArgumentException(
            "invalid field selector: unescaped character in value: " + (int) c);
      }
      if (c == '\\') {
        i++;
        var end = Math.min(i + 1, value.length());
        if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "invalid field selector: invalid escape sequence: " + value.substring(i - 1, end));
        }
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /// Whether this holds for an object with these values of its selectable fields.
  public boolean matches(Map<String, String> fields) {
    return matches(field -> fields.getOrDefault(field, ""));
  }

  /// Whether this holds for an object whose selectable fields this function returns (empty where
  /// absent).
  public boolean matches(UnaryOperator<String> fields) {
    for (var requirement : requirements) {
      if (!requirement.matches(fields.apply(requirement.field()))) {
        return false;
      }
    }
    return true;
  }

  /// Whether this holds for any object.
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  public List<FieldRequirement> requirements() {
    return requirements;
  }

  /// The one value that this demands of a field; null if it demands none.
  public @Nullable String exactValue(String field) {
    for (var requirement : requirements) {
      if (requirement.field().equals(field) && requirement.operator() == Operator.EQUALS) {
        return requirement.value();
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPredicate that && requirements.equals(that.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  /// The canonical text of the selector, which [#parse] reads back.
  @Override
  public String toString() {
    return requirements.stream().map(FieldRequirement::toString).collect(Collectors.joining(","));
  }
}
