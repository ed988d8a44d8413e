package dev.podo.machinery.kinds.job;

import java.util.ArrayList;
import java.util.List;

/// Indexes of Pods of a Job as its status spells them: `1,3-5,7`. Immutable.
///
/// @param intervals inclusive, ascending, apart from each other
public record CompletionIndexes(List<Interval> intervals) {
  public static final CompletionIndexes NONE = new CompletionIndexes(List.of());

  /// All indexes from the first to the last, both included.
  public record Interval(int first, int last) {}

  public CompletionIndexes {
    intervals = List.copyOf(intervals);
  }

  /// Reads the text; all indexes must be less than the number of completions.
  ///
  /// @throws IllegalArgumentException if it is malformed or not in order
  public static CompletionIndexes parse(String text, int completions) {
    if (text.isEmpty()) {
      return NONE;
    }
    var intervals = new ArrayList<Interval>();
    var last = -1;
    for (var part : text.split(",", -1)) {
      var interval = interval(part);
      if (interval.first >= completions || interval.last >= completions) {
        throw new IllegalArgumentException("too large index: \"" + part + "\"");
      }
      if (interval.first <= last || interval.last < interval.first) {
        throw new IllegalArgumentException("non-increasing order, in interval: \"" + part + "\"");
      }
      intervals.add(interval);
      last = interval.last;
    }
    return new CompletionIndexes(intervals);
  }

  private static Interval interval(String part) {
    var dash = part.indexOf('-');
    var first = dash < 0 ? part : part.substring(0, dash);
    var last = dash < 0 ? part : part.substring(dash + 1);
    if (last.indexOf('-') >= 0) {
      throw new IllegalArgumentException(
          "more than two parts separated by '-' in \"" + part + "\"");
    }
    return new Interval(number(first), number(last));
  }

  private static int number(String digits) {
    if (!digits.isEmpty() && digits.chars().allMatch(it -> it >= '0' && it <= '9')) {
      try {
        return Integer.parseInt(digits);
      } catch (NumberFormatException tooLarge) {
        // Told as any other.
      }
    }
    throw new IllegalArgumentException(
        "cannot convert string to integer for index: \"" + digits + "\"");
  }

  /// How many indexes there are.
  public int count() {
    return intervals.stream().mapToInt(it -> it.last - it.first + 1).sum();
  }

  public boolean contains(int index) {
    return intervals.stream().anyMatch(it -> it.first <= index && index <= it.last);
  }

  /// As the status spells them; two neighbours are written one by one.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var interval : intervals) {
      text.append(text.isEmpty() ? "" : ",").append(interval.first);
      if (interval.last > interval.first) {
        text.append(interval.last == interval.first + 1 ? ',' : '-').append(interval.last);
      }
    }
    return text.toString();
  }
}
