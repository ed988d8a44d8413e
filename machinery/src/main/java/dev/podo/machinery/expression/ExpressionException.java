package dev.podo.machinery.expression;

/// An expression that does not compile: the caller is wrong. The message lists every problem with
/// its line and column in upstream's form, `ERROR: <input>:1:6: ...`.
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExpressionException(String problems) {
    super(problems);
  }
}
