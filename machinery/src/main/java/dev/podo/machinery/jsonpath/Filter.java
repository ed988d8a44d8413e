package dev.podo.machinery.jsonpath;

import dev.podo.machinery.tree.Node;
import dev.podo.machinery.tree.Trees;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What picks elements of a list: that a part of each exists, or how it compares.
///
/// @param operator "" asks whether the left side exists
record Filter(Operand left, String operator, @Nullable Operand right) {
  /// A side of a comparison: a path from the element, or a literal.
  sealed interface Operand {
    record Part(JsonPath path) implements Operand {}

    record Literal(@Nullable Object value) implements Operand {}
  }

  boolean holds(Node element, JsonPath.Visits visits) {
    var found = values(left, element, visits);
    if (right == null) {
      return !found.isEmpty();
    }
    var others = values(right, element, visits);
    if (found.isEmpty() || others.isEmpty()) {
      return false;
    }
    return compare(found.getFirst().tree(), others.getFirst().tree());
  }

  private static List<Node> values(Operand operand, Node element, JsonPath.Visits visits) {
    return switch (operand) {
      case Operand.Part(var path) -> path.find(element, visits);
      case Operand.Literal(var value) -> List.of(Node.of(value));
    };
  }

  private boolean compare(@Nullable Object one, @Nullable Object other) {
    if (operator.equals("==") || operator.equals("!=")) {
      return Trees.deepEquals(one, other) == operator.equals("==");
    }
    int order;
    if (one instanceof Number a && other instanceof Number b) {
      order = Double.compare(a.doubleValue(), b.doubleValue());
    } else if (one instanceof String a && other instanceof String b) {
      order = a.compareTo(b);
    } else {
      return false;
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
