package dev.podo.node.container;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `$(NAME)` in commands, arguments and variables: replaced where the name is known, left as it is
/// where it is not; `$$` stands for one dollar sign.
public final class Expansion {
  private Expansion() {}

  public static String expand(String text, Function<String, @Nullable String> lookup) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    var i = 0;
    while (i < text.length()) {
      var c = text.charAt(i);
      if (c != '$' || i + 1 == text.length()) {
        out.append(c);
        i++;
      } else {
        i = expandAt(text, i, lookup, out);
      }
    }
    return out.toString();
  }

  /// @param at where the dollar sign is
  /// @return where to go on
  private static int expandAt(
      String text, int at, Function<String, @Nullable String> lookup, StringBuilder out) {
    var next = text.charAt(at + 1);
    if (next == '$') {
      out.append('$');
      return at + 2;
    }
    var end = next == '(' ? text.indexOf(')', at + 2) : -1;
    if (next != '(') {
      out.append('$').append(next);
      return at + 2;
    }
    if (end < 0) {
      out.append("$(");
      return at + 2;
    }
    var name = text.substring(at + 2, end);
    var value = lookup.apply(name);
    out.append(value == null ? "$(" + name + ")" : value);
    return end + 1;
  }
}
