package dev.podo.machinery.expression;

import java.util.Set;
import java.util.regex.Pattern;

/// The names that expressions may give to things: identifiers of CEL.
public final class Identifiers {
  private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private Identifiers() {}

  /// Whether the word is kept for the language, or for what it may become.
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /// Whether the text can be the name of something.
  public static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches() && !isReserved(text);
  }
}
