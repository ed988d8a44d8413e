package dev.podo.cel.function;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.podo.cel.value.EvaluationError;
import java.util.ArrayDeque;

/// Patterns in the language of RE2, whose matching takes time linear in the text.
public final class Patterns {
  private static final int LENGTH_MAX = 10_000;
  private static final long PROGRAM_MAX = 200_000;

  private Patterns() {}

  /// @throws EvaluationError if the text is no pattern, or one whose counted repetitions would make
  ///   it huge
  public static Pattern compile(String text) {
    if (text.length() > LENGTH_MAX || programSize(text) > PROGRAM_MAX) {
      throw new EvaluationError(
          "error parsing regexp: expression too large: `" + shortened(text) + "`");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new EvaluationError(
          "error parsing regexp: " + e.getDescription() + ": `" + shortened(text) + "`");
    }
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  /// About how many steps the pattern is made of once its repetitions are written out. Brackets
  /// within classes count too much, which does no harm.
  private static long programSize(String text) {
    var outer = new ArrayDeque<Long>();
    var size = 0L;
    var last = 0L;
    for (var i = 0; i < text.length() && size <= PROGRAM_MAX; i++) {
      var c = text.charAt(i);
      if (c == '\\') {
        i++;
        last = 1;
        size++;
      } else if (c == '(') {
        outer.push(size);
        size = 0;
      } else if (c == ')' && !outer.isEmpty()) {
        last = size + 1;
        size = outer.pop() + last;
      } else if (c == '{') {
        size += last * (count(text, i + 1) - 1);
      } else {
        last = 1;
        size++;
      }
    }
    return size;
  }

  /// The larger number of a repetition; 1 if there is none.
  private static long count(String text, int start) {
    var most = 1L;
    var number = 0L;
    for (var i = start; i < text.length() && i < start + 12; i++) {
      var c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        most = Math.max(most, number);
      } else if (c == ',') {
        number = 0;
      } else {
        break;
      }
    }
    return most;
  }
}
