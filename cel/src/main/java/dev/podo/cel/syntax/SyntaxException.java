package dev.podo.cel.syntax;

import java.util.List;

/// A text that is no expression.
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Source.Problem> problems;

  SyntaxException(Source.Problem problem) {
    super(problem.message());
    this.problems = List.of(problem);
  }

  public List<Source.Problem> problems() {
    return problems;
  }
}
