package dev.podo.machinery.expression;

/// A compiled expression: immutable, evaluated any number of times by any number of threads.
public interface Expression {
  /// The type of its value as the language writes it: `bool`, `string`, `list(string)`, `dyn`.
  String resultType();

  /// Whether it names this variable.
  boolean uses(String variable);

  /// The most that it can cost, given the bounds that the schemas of its variables state, in the
  /// language's units of cost; [Long#MAX_VALUE] when there is no bound.
  long estimatedCost();

  /// Evaluates it. Never throws for what an expression or an object does wrong: that is in the
  /// result.
  ///
  /// @param costLimit the units of cost at which evaluation is given up
  Evaluation evaluate(Bindings bindings, long costLimit);
}
