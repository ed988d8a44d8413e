package dev.podo.machinery.expression;

/// An expression that does not compile: the caller is wrong. The message lists every problem with
/// its line and column in upstream's form, `ERROR: <input>:1:6: ...`; where upstream tells no
/// place, it is what is wrong.
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String failed;

  /// Of an expression that compiles and is of no use all the same.
  public ExpressionException(String problem) {
    this("", problem);
  }

  /// @param failed which step has failed, in upstream's words: `compilation failed`
  public ExpressionException(String failed, String problems) {
    super(problems);
    this.failed = failed;
  }

  /// The step and the problems: `compilation failed: ERROR: <input>:1:6: ...`.
  public String describe() {
    return failed.isEmpty() ? String.valueOf(getMessage()) : failed + ": " + getMessage();
  }
}
