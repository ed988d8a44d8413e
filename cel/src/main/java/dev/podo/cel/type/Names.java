package dev.podo.cel.type;

import dev.podo.machinery.expression.Identifiers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the name of a property becomes an identifier, and back: upstream's escapes.
public final class Names {
  private static final Pattern ESCAPED = Pattern.compile("__(underscores|dot|dash|slash)__");

  private Names() {}

  /// The identifier for a property; null if there can be none.
  public static @Nullable String escape(String property) {
    if (property.isEmpty() || isDigit(property.charAt(0))) {
      return null;
    }
    if (Identifiers.isReserved(property)) {
      return "__" + property + "__";
    }
    var out = new StringBuilder();
    for (var i = 0; i < property.length(); i++) {
      var c = property.charAt(i);
      if (property.startsWith("__", i)) {
        out.append("__underscores__");
        i++;
      } else if (c == '.') {
        out.append("__dot__");
      } else if (c == '-') {
        out.append("__dash__");
      } else if (c == '/') {
        out.append("__slash__");
      } else if (isLetter(c) || isDigit(c)) {
        out.append(c);
      } else {
        return null;
      }
    }
    return out.toString();
  }

  /// The property that an identifier names.
  public static String unescape(String identifier) {
    if (identifier.length() > 4 && identifier.startsWith("__") && identifier.endsWith("__")) {
      var inner = identifier.substring(2, identifier.length() - 2);
      if (Identifiers.isReserved(inner)) {
        return inner;
      }
    }
    if (!identifier.contains("__")) {
      return identifier;
    }
    return ESCAPED
        .matcher(identifier)
        .replaceAll(match ->
            switch (match.group(1)) {
              case "dot" -> ".";
              case "dash" -> "-";
              case "slash" -> "/";
              default -> "__";
            });
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
