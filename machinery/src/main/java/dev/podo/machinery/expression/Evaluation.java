package dev.podo.machinery.expression;

import org.jspecify.annotations.Nullable;

/// What came of evaluating an expression.
///
/// @param value its value: a Boolean, Long, Double or String as such; of any other type an opaque
///   value that can be bound to a variable of another expression. Null if it failed.
/// @param cost what it has cost, in units of cost
/// @param error why there is no value, in upstream's words: `no such key: x`
/// @param outcome whether there is a value
public record Evaluation(
    @Nullable Object value, long cost, @Nullable String error, Outcome outcome) {
  /// How an evaluation ends.
  public enum Outcome {
    VALUE,
    /// The expression failed on these values.
    ERROR,
    /// It was given up because it cost more than it may.
    TOO_EXPENSIVE
  }

  public static Evaluation of(Object value, long cost) {
    return new Evaluation(value, cost, null, Outcome.VALUE);
  }

  public static Evaluation failed(String error, long cost) {
    return new Evaluation(null, cost, error, Outcome.ERROR);
  }

  /// Cancelled: the text is upstream's, which callers compare.
  public static Evaluation tooExpensive(long cost) {
    return new Evaluation(
        null, cost, "operation cancelled: actual cost limit exceeded", Outcome.TOO_EXPENSIVE);
  }

  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }
}
