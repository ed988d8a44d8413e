package dev.podo.machinery.structural;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Patterns in the language of RE2, as upstream reads them: matching takes time linear in the text,
/// whatever strangers write.
public final class Patterns {
  private static final int LENGTH_MAX = 10_000;
  private static final long STEPS_MAX = 200_000;
  private static final int SLOTS = 1 << 10;

  // A cache that forgets: what finds its place taken takes it.
  private static final AtomicReferenceArray<Pattern> CACHE = new AtomicReferenceArray<>(SLOTS);

  private Patterns() {}

  static Pattern shared(String text) {
    var slot = (text.hashCode() * 0x9e3779b9) >>> 22;
    var known = CACHE.get(slot);
    if (known == null || !known.pattern().equals(text)) {
      known = compile(text);
      CACHE.set(slot, known);
    }
    return known;
  }

  /// @throws IllegalArgumentException if the text is no pattern, or one whose counted repetitions
  ///   would make it huge
  public static Pattern compile(String text) {
    if (text.length() > LENGTH_MAX || steps(text) > STEPS_MAX) {
      throw new IllegalArgumentException("error parsing regexp: expression too large");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`", e);
    }
  }

  /// About how many steps the pattern has once its repetitions are written out.
  private static long steps(String text) {
    var outer = new ArrayDeque<Long>();
    var size = 0L;
    var last = 0L;
    for (var i = 0; i < text.length() && size <= STEPS_MAX; i++) {
      switch (text.charAt(i)) {
        case '(' -> {
          outer.push(size);
          size = 0;
        }
        case ')' -> {
          last = size + 1;
          size = (outer.isEmpty() ? 0 : outer.pop()) + last;
        }
        case '{' -> size += last * (repetitions(text, i + 1) - 1);
        case '\\' -> {
          i++;
          last = 1;
          size++;
        }
        default -> {
          last = 1;
          size++;
        }
      }
    }
    return size;
  }

  /// The larger number of a repetition; 1 if there is none.
  private static long repetitions(String text, int start) {
    var most = 1L;
    var number = 0L;
    for (var i = start; i < text.length() && i < start + 12; i++) {
      var c = text.charAt(i);
      if (c == ',') {
        number = 0;
      } else if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        most = Math.max(most, number);
      } else {
        break;
      }
    }
    return most;
  }
}
