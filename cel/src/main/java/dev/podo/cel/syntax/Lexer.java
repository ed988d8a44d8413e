package dev.podo.cel.syntax;

import dev.podo.cel.syntax.Token.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts a text into words.
final class Lexer {
  private static final Set<String> KEYWORDS = Set.of("true", "false", "null", "in");
  private static final List<String> SIGNS =
      List.of(
          "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".",
          ",", "(", ")", "[", "]", "{", "}");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (true) {
      skipBlank();
      if (at >= text.length()) {
        tokens.add(new Token(Sort.END, "", at, null));
        return;
      }
      tokens.add(next());
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f') {
        at++;
      } else if (text.startsWith("//", at)) {
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  private Token next() {
    var quote = quoteAt();
    if (quote >= 0) {
      return literal(quote);
    }
    var c = text.charAt(at);
    if (isLetter(c)) {
      return word();
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return number();
    }
    for (var sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Sort.SIGN, sign, at - sign.length(), null);
      }
    }
    throw wrong(
        at,
        "Syntax error: token recognition error at: '"
            + Character.toString(text.codePointAt(at))
            + "'");
  }

  /// Where the quote of a text literal stands that begins here, behind its prefixes; -1 if none.
  private int quoteAt() {
    var i = at;
    while (i < text.length() && i < at + 2 && "rRbB".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '"' || text.charAt(i) == '\'') ? i : -1;
  }

  private Token literal(int quote) {
    var start = at;
    var prefix = text.substring(start, quote);
    var raw = prefix.contains("r") || prefix.contains("R");
    var bytes = prefix.contains("b") || prefix.contains("B");
    var one = text.substring(quote, quote + 1);
    var delimiter = text.startsWith(one.repeat(3), quote) ? one.repeat(3) : one;
    var end = quote + delimiter.length();
    while (!text.startsWith(delimiter, end)) {
      if (end >= text.length() || (delimiter.length() == 1 && isLineEnd(text.charAt(end)))) {
        throw wrong(
            start, "Syntax error: token recognition error at: '" + text.substring(start) + "'");
      }
      end += !raw && text.charAt(end) == '\\' ? 2 : 1;
    }
    var body = text.substring(quote + delimiter.length(), end);
    at = end + delimiter.length();
    var shown = text.substring(start, at);
    try {
      var value = raw ? Escapes.raw(body, bytes) : Escapes.read(body, bytes);
      return new Token(bytes ? Sort.BYTES : Sort.STRING, shown, start, value);
    } catch (IllegalArgumentException e) {
      throw wrong(start, "Syntax error: token recognition error at: '" + shown + "'");
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private Token word() {
    var start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    var word = text.substring(start, at);
    return new Token(KEYWORDS.contains(word) ? Sort.KEYWORD : Sort.IDENTIFIER, word, start, null);
  }

  private Token number() {
    var start = at;
    var sort = Sort.INT;
    if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
      at += 2;
      while (Character.digit(peek(0), 16) >= 0) {
        at++;
      }
    } else {
      digits();
      if (peek(0) == '.' && isDigit(peek(1))) {
        sort = Sort.DOUBLE;
        at++;
        digits();
      }
      if (hasExponent()) {
        sort = Sort.DOUBLE;
        at += isDigit(peek(1)) ? 1 : 2;
        digits();
      }
    }
    var digits = text.substring(start, at);
    if (sort == Sort.INT && (peek(0) == 'u' || peek(0) == 'U')) {
      at++;
      sort = Sort.UINT;
    }
    return new Token(sort, text.substring(start, at), start, digits);
  }

  private boolean hasExponent() {
    return (peek(0) == 'e' || peek(0) == 'E')
        && (isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))));
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static SyntaxException wrong(int offset, String message) {
    return new SyntaxException(new Source.Problem(offset, message));
  }
}
