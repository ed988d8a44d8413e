package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.PlainList;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Texts: positions count characters, not the units of memory.
final class Texts {
  private Texts() {}

  static void declare(Library library) {
    library.member(
        "contains_string",
        "contains",
        "(string, string) bool",
        args -> text(args, 0).contains(text(args, 1)));
    library.member(
        "ends_with_string",
        "endsWith",
        "(string, string) bool",
        args -> text(args, 0).endsWith(text(args, 1)));
    library.member(
        "starts_with_string",
        "startsWith",
        "(string, string) bool",
        args -> text(args, 0).startsWith(text(args, 1)));
    library.member(
        "string_char_at_int",
        "charAt",
        "(string, int) string",
        args -> charAt(text(args, 0), (Long) args[1]));
    library.member(
        "string_lower_ascii",
        "lowerAscii",
        "(string) string",
        args -> changeCase(text(args, 0), 'A', 'Z', 32));
    library.member(
        "string_upper_ascii",
        "upperAscii",
        "(string) string",
        args -> changeCase(text(args, 0), 'a', 'z', -32));
    library.member("string_trim", "trim", "(string) string", args -> text(args, 0).strip());
    library.global(
        "strings_quote", "strings.quote", "(string) string", args -> quote(text(args, 0)));
    library.global(
        "jsonpatch_escapeKey_string",
        "jsonpatch.escapeKey",
        "(string) string",
        args -> text(args, 0).replace("~", "~0").replace("/", "~1"));
    positions(library);
    parts(library);
  }

  private static void positions(Library library) {
    library.member(
        "string_index_of_string",
        "indexOf",
        "(string, string) int",
        args -> indexOf(text(args, 0), text(args, 1), 0));
    library.member(
        "string_index_of_string_int",
        "indexOf",
        "(string, string, int) int",
        args -> indexOf(text(args, 0), text(args, 1), (Long) args[2]));
    library.member(
        "string_last_index_of_string",
        "lastIndexOf",
        "(string, string) int",
        args -> lastIndexOf(text(args, 0), text(args, 1), null));
    library.member(
        "string_last_index_of_string_int",
        "lastIndexOf",
        "(string, string, int) int",
        args -> lastIndexOf(text(args, 0), text(args, 1), (Long) args[2]));
    library.member(
        "string_substring_int",
        "substring",
        "(string, int) string",
        args -> part(text(args, 0), (Long) args[1], length(text(args, 0))));
    library.member(
        "string_substring_int_int",
        "substring",
        "(string, int, int) string",
        args -> substring(text(args, 0), (Long) args[1], (Long) args[2]));
  }

  private static void parts(Library library) {
    library.member(
        "string_replace_string_string",
        "replace",
        "(string, string, string) string",
        args -> replace(args, -1));
    library.member(
        "string_replace_string_string_int",
        "replace",
        "(string, string, string, int) string",
        args -> replace(args, (Long) args[3]));
    library.member(
        "string_split_string",
        "split",
        "(string, string) list(string)",
        args -> split(text(args, 0), text(args, 1), -1));
    library.member(
        "string_split_string_int",
        "split",
        "(string, string, int) list(string)",
        args -> split(text(args, 0), text(args, 1), (Long) args[2]));
    library.member(
        "list_join", "join", "(list(string)) string", args -> join((ListValue) args[0], ""));
    library.member(
        "list_join_string",
        "join",
        "(list(string), string) string",
        args -> join((ListValue) args[0], text(args, 1)));
  }

  private static String text(Object[] args, int index) {
    return (String) args[index];
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static EvaluationError outOfRange(long index) {
    return new EvaluationError("index out of range: " + index);
  }

  /// Where the character of this number begins.
  private static int offset(String text, long index) {
    if (index < 0 || index > length(text)) {
      throw outOfRange(index);
    }
    return text.offsetByCodePoints(0, (int) index);
  }

  private static String charAt(String text, long index) {
    var start = offset(text, index);
    return start == text.length() ? "" : Character.toString(text.codePointAt(start));
  }

  private static String changeCase(String text, char first, char last, int by) {
    var chars = text.toCharArray();
    for (var i = 0; i < chars.length; i++) {
      if (chars[i] >= first && chars[i] <= last) {
        chars[i] = (char) (chars[i] + by);
      }
    }
    return new String(chars);
  }

  private static Long indexOf(String text, String part, long from) {
    if (part.isEmpty()) {
      return from;
    }
    var found = text.indexOf(part, offset(text, from));
    return found < 0 ? -1L : text.codePointCount(0, found);
  }

  private static Long lastIndexOf(String text, String part, @Nullable Long from) {
    var start = from == null ? length(text) : from;
    if (part.isEmpty()) {
      return start;
    }
    var found = text.lastIndexOf(part, offset(text, start));
    return found < 0 ? -1L : text.codePointCount(0, found);
  }

  private static String substring(String text, long start, long end) {
    if (start > end) {
      throw new EvaluationError("invalid substring range. start: " + start + ", end: " + end);
    }
    return part(text, start, end);
  }

  private static String part(String text, long start, long end) {
    return text.substring(offset(text, start), offset(text, end));
  }

  /// @param limit how many, all if negative
  private static String replace(Object[] args, long limit) {
    var text = text(args, 0);
    var old = text(args, 1);
    var by = text(args, 2);
    var out = new StringBuilder();
    var at = 0;
    for (var count = 0L; count != limit; count++) {
      var found = text.indexOf(old, at);
      if (found < 0 || (old.isEmpty() && at > text.length())) {
        break;
      }
      out.append(text, at, found).append(by);
      at = found + old.length();
      if (old.isEmpty()) {
        if (at == text.length()) {
          return out.toString();
        }
        var next = text.offsetByCodePoints(at, 1);
        out.append(text, at, next);
        at = next;
      }
      Operators.checkLength(out.length());
    }
    return out.append(text, at, text.length()).toString();
  }

  private static PlainList split(String text, String separator, long limit) {
    var parts = new ArrayList<Object>();
    if (limit == 0) {
      return new PlainList(parts);
    }
    var at = 0;
    while (limit < 0 || parts.size() < limit - 1) {
      var found = separator.isEmpty() ? nextCharacter(text, at) : text.indexOf(separator, at);
      if (found < 0 || (separator.isEmpty() && found >= text.length())) {
        break;
      }
      parts.add(text.substring(at, found));
      at = found + separator.length();
    }
    if (!separator.isEmpty() || at < text.length()) {
      parts.add(text.substring(at));
    }
    return new PlainList(parts);
  }

  private static int nextCharacter(String text, int at) {
    return at < text.length() ? text.offsetByCodePoints(at, 1) : -1;
  }

  private static String join(ListValue list, String separator) {
    var out = new StringBuilder();
    for (var i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String part)) {
        throw EvaluationError.noSuchOverload();
      }
      Operators.checkLength((long) out.length() + separator.length() + part.length());
      out.append(i == 0 ? "" : separator).append(part);
    }
    return out.toString();
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var simple = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
      if (simple >= 0) {
        out.append('\\').append("abfnrtv\\\"".charAt(simple));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
