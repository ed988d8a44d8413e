package dev.podo.cel.evaluate;

/// A part of an expression, ready to be run. Immutable.
@FunctionalInterface
interface Step {
  /// @throws dev.podo.cel.value.EvaluationError if the part has no value
  Object run(Frame frame);
}
