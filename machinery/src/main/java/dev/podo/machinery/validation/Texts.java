package dev.podo.machinery.validation;

/// Text as Go's `%q` quotes it, which upstream's messages use.
public final class Texts {
  private static final String SHORT_ESCAPES = "\u0007a\bb\ff\nn\rr\tt\u000bv\"\"\\\\";

  private Texts() {}

  /// The text in double quotes, what cannot be printed escaped.
  public static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(character -> append(quoted, character));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int character) {
    var shortEscape = shortEscape(character);
    if (shortEscape != 0) {
      quoted.append('\\').append(shortEscape);
    } else if (isPrintable(character)) {
      quoted.appendCodePoint(character);
    } else if (character < 0x80) {
      quoted.append(String.format("\\x%02x", character));
    } else {
      quoted.append(String.format(character < 0x10000 ? "\\u%04x" : "\\U%08x", character));
    }
  }

  private static char shortEscape(int character) {
    for (var i = 0; i < SHORT_ESCAPES.length(); i += 2) {
      if (SHORT_ESCAPES.charAt(i) == character) {
        return SHORT_ESCAPES.charAt(i + 1);
      }
    }
    return 0;
  }

  /// As Go has it: whatever leaves ink, and the plain space.
  public static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}
