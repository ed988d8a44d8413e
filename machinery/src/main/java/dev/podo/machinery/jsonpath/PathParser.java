package dev.podo.machinery.jsonpath;

import dev.podo.machinery.jsonpath.Filter.Operand;
import dev.podo.machinery.jsonpath.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;

/// Reads paths.
final class PathParser {
  private static final int DEPTH_MAX = 16; // Filters within filters.

  private final String text;
  private final int depth;
  private int at;

  PathParser(String text) {
    this(text, 0);
  }

  private PathParser(String text, int depth) {
    this.text = text;
    this.depth = depth;
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("filters nest too deep");
    }
  }

  List<Step> steps() {
    var steps = new ArrayList<Step>();
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '.' -> afterDot(steps);
        case '[' -> steps.add(brackets());
        case '@', '$' -> at++;
        default -> throw problem("unexpected character");
      }
    }
    return steps;
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(what + " at " + at + " of " + text);
  }

  private void afterDot(List<Step> steps) {
    at++;
    if (at < text.length() && text.charAt(at) == '.') {
      steps.add(new Step.Below());
      at++;
    }
    if (at == text.length() || text.charAt(at) == '[') {
      return;
    }
    var name = new StringBuilder();
    while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at++));
    }
    steps.add(name.toString().equals("*") ? new Step.All() : new Step.Name(name.toString()));
  }

  private Step brackets() {
    var end = closing();
    var inside = text.substring(at + 1, end).strip();
    at = end + 1;
    if (inside.equals("*")) {
      return new Step.All();
    }
    if (inside.startsWith("?(") && inside.endsWith(")")) {
      return new Step.Where(filter(inside.substring(2, inside.length() - 1)));
    }
    if (isQuoted(inside)) {
      return new Step.Name(inside.substring(1, inside.length() - 1));
    }
    return slice(inside);
  }

  /// Where the bracket that opens here is closed.
  private int closing() {
    var open = 0;
    var quote = '\0';
    for (var i = at; i < text.length(); i++) {
      var c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? '\0' : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[') {
        open++;
      } else if (c == ']' && --open == 0) {
        return i;
      }
    }
    throw problem("unterminated array");
  }

  private static boolean isQuoted(String word) {
    return word.length() > 1
        && (word.charAt(0) == '\'' || word.charAt(0) == '"')
        && word.charAt(word.length() - 1) == word.charAt(0);
  }

  private Step slice(String inside) {
    var parts = inside.split(":", -1);
    try {
      if (parts.length == 1) {
        var index = Integer.parseInt(inside);
        return new Step.Slice(index, index == -1 ? Integer.MAX_VALUE : index + 1, 1);
      }
      var step = parts.length > 2 && !parts[2].isEmpty() ? Integer.parseInt(parts[2]) : 1;
      if (parts.length <= 3 && step > 0) {
        return new Step.Slice(
            parts[0].isEmpty() ? 0 : Integer.parseInt(parts[0]),
            parts[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(parts[1]),
            step);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid array index " + inside, e);
    }
    throw problem("invalid array index " + inside);
  }

  private Filter filter(String condition) {
    for (var operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      var place = outsideQuotes(condition, operator);
      if (place >= 0) {
        return new Filter(
            operand(condition.substring(0, place).strip()),
            operator,
            operand(condition.substring(place + operator.length()).strip()));
      }
    }
    return new Filter(operand(condition.strip()), "", null);
  }

  private static int outsideQuotes(String text, String wanted) {
    var quote = '\0';
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? '\0' : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (text.startsWith(wanted, i)) {
        return i;
      }
    }
    return -1;
  }

  private Operand operand(String word) {
    if (isQuoted(word)) {
      return new Operand.Literal(word.substring(1, word.length() - 1));
    }
    if (word.startsWith("@") || word.startsWith(".") || word.startsWith("$")) {
      return new Operand.Part(new JsonPath(new PathParser(word, depth + 1).steps()));
    }
    return switch (word) {
      case "true" -> new Operand.Literal(true);
      case "false" -> new Operand.Literal(false);
      case "null" -> new Operand.Literal(null);
      default -> new Operand.Literal(number(word));
    };
  }

  private Object number(String word) {
    try {
      return word.contains(".") ? (Object) Double.valueOf(word) : (Object) Long.valueOf(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("unrecognized literal " + word, e);
    }
  }
}
