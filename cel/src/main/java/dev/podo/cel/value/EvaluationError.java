package dev.podo.cel.value;

/// What an expression runs into with the values at hand, in upstream's words. It carries no stack
/// trace: it is a result, and logical operators and macros take it as one.
public final class EvaluationError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EvaluationError(String message) {
    super(message, null, false, false);
  }

  public static EvaluationError noSuchOverload() {
    return new EvaluationError("no such overload");
  }

  public static EvaluationError noSuchKey(Object key) {
    return new EvaluationError("no such key: " + key);
  }

  /// The message; an error always has one.
  public String text() {
    var message = getMessage();
    return message == null ? "" : message;
  }
}
