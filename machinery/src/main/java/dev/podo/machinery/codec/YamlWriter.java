package dev.podo.machinery.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prints trees in block style as kubectl does: two spaces a level, the dashes of a list under the
/// name of its field, text of several lines as it stands.
final class YamlWriter {
  private static final String NEVER_FIRST = "#,[]{}&*!|>'\"%@`";

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  static String print(@Nullable Object tree) {
    var writer = new YamlWriter();
    if (isBlock(tree)) {
      writer.block(tree, 0);
    } else {
      writer.flow(tree, 0);
      writer.out.append('\n');
    }
    return writer.out.toString();
  }

  /// Whether a tree takes lines of its own.
  private static boolean isBlock(@Nullable Object tree) {
    return (tree instanceof Map<?, ?> map && !map.isEmpty())
        || (tree instanceof List<?> list && !list.isEmpty());
  }

  /// Writes the lines of an object or list; the first where the line stands, the others indented.
  private void block(@Nullable Object tree, int indent) {
    var first = true;
    if (tree instanceof Map<?, ?> map) {
      for (var entry : map.entrySet()) {
        startLine(first ? 0 : indent);
        first = false;
        entry((String) entry.getKey(), entry.getValue(), indent);
      }
    } else if (tree instanceof List<?> list) {
      for (var element : list) {
        startLine(first ? 0 : indent);
        first = false;
        out.append("- ");
        value(element, indent + 2);
      }
    }
  }

  private void entry(String key, @Nullable Object value, int indent) {
    out.append(key.indexOf('\n') >= 0 ? doubleQuoted(key) : scalar(key)).append(':');
    if (!isBlock(value)) {
      out.append(' ');
      value(value, indent + 2);
      return;
    }
    out.append('\n');
    var deeper = value instanceof Map<?, ?> ? indent + 2 : indent;
    startLine(deeper);
    block(value, deeper);
  }

  private void value(@Nullable Object value, int indent) {
    if (isBlock(value)) {
      block(value, indent);
    } else {
      flow(value, indent);
      out.append('\n');
    }
  }

  private void startLine(int indent) {
    out.repeat(' ', indent);
  }

  private void flow(@Nullable Object value, int indent) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> out.append("{}");
      case List<?> list -> out.append("[]");
      case Double number -> out.append(GoNumbers.text(number));
      case String text when isLiteral(text) -> literal(text, indent);
      case String text -> out.append(text.indexOf('\n') >= 0 ? doubleQuoted(text) : scalar(text));
      case Boolean truth -> out.append((boolean) truth);
      case Long number -> out.append((long) number);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    }
  }

  /// Whether a text can stand as it is under a `|`.
  private static boolean isLiteral(String text) {
    return text.indexOf('\n') >= 0
        && !text.isBlank()
        && !text.endsWith(" ")
        && text.codePoints().allMatch(it -> it == '\n' || isPrintable(it));
  }

  private void literal(String text, int indent) {
    out.append('|');
    if (text.startsWith(" ") || text.startsWith("\n")) {
      out.append(2);
    }
    var depth = Math.max(indent, 2);
    var body = text;
    if (!text.endsWith("\n")) {
      out.append('-');
    } else {
      body = text.substring(0, text.length() - 1);
      if (body.endsWith("\n")) {
        out.append('+');
      }
    }
    for (var line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        startLine(depth);
        out.append(line);
      }
    }
  }

  private static String scalar(String text) {
    if (!text.codePoints().allMatch(YamlWriter::isPrintable)) {
      return doubleQuoted(text);
    }
    if (text.isEmpty() || YamlScalars.looksLikeAnother(text)) {
      return doubleQuoted(text);
    }
    return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  /// Whether nothing in a text would be taken for a sign of YAML.
  private static boolean isPlain(String text) {
    var first = text.charAt(0);
    return !text.startsWith(" ")
        && !text.endsWith(" ")
        && !text.endsWith(":")
        && NEVER_FIRST.indexOf(first) < 0
        && !("-?:".indexOf(first) >= 0 && (text.length() == 1 || text.charAt(1) == ' '))
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.startsWith("---")
        && !text.startsWith("...");
  }

  private static boolean isPrintable(int character) {
    return (character >= ' ' && character <= '~')
        || (character >= 0xa0 && character <= 0xd7ff && character != 0x2028 && character != 0x2029)
        || (character >= 0xe000 && character <= 0xfffd && character != 0xfeff)
        || character >= 0x10000;
  }

  private static String doubleQuoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default -> {
              if (isPrintable(character)) {
                quoted.appendCodePoint(character);
              } else {
                quoted.append(String.format("\\u%04x", character));
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
