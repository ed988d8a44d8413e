package dev.podo.machinery.kinds.job;

import dev.podo.machinery.validation.Texts;
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
    for (var part : text.split(",", -1)) {
      var interval = interval(part, completions);
      if (!intervals.isEmpty()) {
        checkOrder(intervals.getLast().last, interval.first);
      }
      intervals.add(interval);
    }
    return new CompletionIndexes(intervals);
  }

  private static Interval interval(String part, int completions) {
    var ends = part.split("-", -1);
    if (ends.length > 2) {
      throw new IllegalArgumentException(
          "the fragment "
              + Texts.quote(part)
              + " violates the requirement that an index interval can have at most two parts"
              + " separated by '-'");
    }
    var first = number(ends[0], completions);
    if (ends.length == 1) {
      return new Interval(first, first);
    }
    var last = number(ends[1], completions);
    checkOrder(first, last);
    return new Interval(first, last);
  }

  private static void checkOrder(int previous, int current) {
    if (previous >= current) {
      throw new IllegalArgumentException(
          "non-increasing order, previous: " + previous + ", current: " + current);
    }
  }

  private static int number(String digits, int completions) {
    var number = number(digits);
    if (number >= completions) {
      throw new IllegalArgumentException("too large index: " + Texts.quote(digits));
    }
    return number;
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
        "cannot convert string to integer for index: " + Texts.quote(digits));
  }

  /// How many indexes there are.
  public int count() {
    return intervals.stream().mapToInt(it -> it.last - it.first + 1).sum();
  }

  public boolean contains(int index) {
    return intervals.stream().anyMatch(it -> it.first <= index && index <= it.last);
  }

  /// The first index that both have; -1 if there is none.
  public int firstShared(CompletionIndexes other) {
    return intervals.stream()
        .flatMap(mine ->
            other.intervals.stream()
                .filter(theirs -> mine.first <= theirs.last && theirs.first <= mine.last)
                .map(theirs -> Math.max(mine.first, theirs.first)))
        .findFirst()
        .orElse(-1);
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
