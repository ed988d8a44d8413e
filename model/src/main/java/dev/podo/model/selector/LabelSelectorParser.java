package dev.podo.model.selector;

import dev.podo.model.selector.LabelRequirement.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Reads the selector syntax `a=b,c in (d,e),!f`. What it accepts and what it says of the rest are
/// upstream's, oddities included: `in` and `notin` are also good values and keys.
final class LabelSelectorParser {
  private enum Kind {
    ERROR,
    END,
    CLOSE,
    COMMA,
    NOT,
    OPERATOR,
    WORD_OPERATOR,
    OPEN,
    IDENTIFIER
  }

  private record Token(Kind kind, String text) {
    boolean isIdentifier() {
      return kind == Kind.IDENTIFIER || kind == Kind.WORD_OPERATOR;
    }
  }

  private final String selector;
  private final List<Token> tokens = new ArrayList<>();
  private int scanned;
  private int next;

  LabelSelectorParser(String selector) {
    this.selector = selector;
  }

  List<LabelRequirement> parse() {
    scan();
    var requirements = new ArrayList<LabelRequirement>();
    while (peek().kind != Kind.END) {
      if (!peek().isIdentifier() && peek().kind != Kind.NOT) {
        throw wrong("found '%s', expected: !, identifier, or 'end of string'", peek());
      }
      requirements.add(requirement());
      var separator = take();
      if (separator.kind == Kind.END) {
        break;
      }
      if (separator.kind != Kind.COMMA) {
        throw wrong("found '%s', expected: ',' or 'end of string'", separator);
      }
      if (!peek().isIdentifier() && peek().kind != Kind.NOT) {
        throw wrong("found '%s', expected: identifier after ','", peek());
      }
    }
    return requirements;
  }

  private LabelRequirement requirement() {
    try {
      return keyAndRest();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unable to parse requirement: " + e.getMessage(), e);
    }
  }

  private LabelRequirement keyAndRest() {
    var token = take();
    var negated = token.kind == Kind.NOT;
    if (negated) {
      token = take();
    }
    if (!token.isIdentifier()) {
      throw wrong("found '%s', expected: identifier", token);
    }
    var key = token.text;
    var errors = LabelSyntax.keyErrors(key);
    if (!errors.isEmpty()) {
      var value = GoText.quote(key);
      throw new IllegalArgumentException(
          "<nil>: Invalid value: " + value + ": " + String.join("; ", errors));
    }
    if (negated) {
      return LabelRequirement.checked(key, Operator.DOES_NOT_EXIST, List.of());
    }
    if (endsRequirement(peek())) {
      return LabelRequirement.checked(key, Operator.EXISTS, List.of());
    }
    var operator = operator(take());
    var set = operator == Operator.IN || operator == Operator.NOT_IN;
    return LabelRequirement.checked(key, operator, set ? valueSet() : List.of(exactValue()));
  }

  private static boolean endsRequirement(Token token) {
    return token.kind == Kind.END || token.kind == Kind.COMMA;
  }

  private static Operator operator(Token token) {
    if (token.kind != Kind.OPERATOR && token.kind != Kind.WORD_OPERATOR) {
      throw wrong("found '%s', expected: in, notin, =, ==, !=, gt, lt", token);
    }
    return switch (token.text) {
      case "in" -> Operator.IN;
      case "notin" -> Operator.NOT_IN;
      case "=" -> Operator.EQUALS;
      case "==" -> Operator.DOUBLE_EQUALS;
      case "!=" -> Operator.NOT_EQUALS;
      case ">" -> Operator.GREATER_THAN;
      default -> Operator.LESS_THAN;
    };
  }

  private Collection<String> valueSet() {
    var open = take();
    if (open.kind != Kind.OPEN) {
      throw wrong("found '%s' expected: '('", open);
    }
    var first = peek();
    if (first.kind == Kind.CLOSE) {
      take();
      return List.of("");
    }
    if (!first.isIdentifier() && first.kind != Kind.COMMA) {
      throw wrong("found '%s', expected: ',', ')' or identifier", first);
    }
    var values = identifiers();
    if (take().kind != Kind.CLOSE) {
      throw wrong("found '%s', expected: ')'", first);
    }
    return values;
  }

  private Collection<String> identifiers() {
    var values = new TreeSet<String>();
    while (true) {
      var token = take();
      if (token.isIdentifier()) {
        values.add(token.text);
        if (peek().kind == Kind.CLOSE) {
          return values;
        }
        if (peek().kind != Kind.COMMA) {
          throw wrong("found '%s', expected: ',' or ')'", peek());
        }
      } else if (token.kind == Kind.COMMA) {
        if (values.isEmpty()) {
          values.add("");
        }
        if (peek().kind == Kind.CLOSE) {
          values.add("");
          return values;
        }
        if (peek().kind == Kind.COMMA) {
          take();
          values.add("");
        }
      } else {
        throw wrong("found '%s', expected: ',', or identifier", token);
      }
    }
  }

  private String exactValue() {
    if (endsRequirement(peek())) {
      return "";
    }
    var token = take();
    if (!token.isIdentifier()) {
      throw wrong("found '%s', expected: identifier", token);
    }
    return token.text;
  }

  private Token peek() {
    return tokens.get(next);
  }

  /// The end of the text can be taken again and again.
  private Token take() {
    return next == tokens.size() - 1 ? tokens.getLast() : tokens.get(next++);
  }

  private static IllegalArgumentException wrong(String message, Token found) {
    return new IllegalArgumentException(message.replace("%s", found.text));
  }

  private void scan() {
    while (scanned < selector.length()) {
      var c = selector.charAt(scanned);
      if (isSpace(c)) {
        scanned++;
      } else if (isSymbol(c)) {
        tokens.add(symbol());
      } else {
        tokens.add(word());
      }
    }
    tokens.add(new Token(Kind.END, ""));
  }

  private Token word() {
    var start = scanned;
    while (scanned < selector.length()
        && !isSymbol(selector.charAt(scanned))
        && !isSpace(selector.charAt(scanned))) {
      scanned++;
    }
    var text = selector.substring(start, scanned);
    var operator = text.equals("in") || text.equals("notin");
    return new Token(operator ? Kind.WORD_OPERATOR : Kind.IDENTIFIER, text);
  }

  private Token symbol() {
    var start = scanned++;
    var first = selector.charAt(start);
    if (scanned < selector.length()
        && selector.charAt(scanned) == '='
        && (first == '=' || first == '!')) {
      scanned++;
    }
    var text = selector.substring(start, scanned);
    return new Token(
        switch (text) {
          case "!" -> Kind.NOT;
          case "," -> Kind.COMMA;
          case "(" -> Kind.OPEN;
          case ")" -> Kind.CLOSE;
          case "=", "==", "!=", "<", ">" -> Kind.OPERATOR;
          default -> Kind.ERROR;
        },
        text);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isSymbol(char c) {
    return "=!(),><".indexOf(c) >= 0;
  }
}
