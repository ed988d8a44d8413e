package dev.podo.cel.evaluate;

import dev.podo.cel.check.Checked;
import dev.podo.cel.cost.Meter;
import java.util.function.Function;

/// An expression, ready to be run any number of times.
public final class Program {
  private final Step step;
  private final int locals;

  Program(Step step, int locals) {
    this.step = step;
    this.locals = locals;
  }

  public static Program of(Checked checked) {
    return new Planner(checked).plan();
  }

  /// The value of the expression.
  ///
  /// @param variables the values of the declared variables by their names
  /// @throws dev.podo.cel.value.EvaluationError if it has none
  /// @throws Meter.Exceeded if it costs too much
  public Object run(Function<String, Object> variables, Meter meter) {
    return step.run(new Frame(variables, locals, meter));
  }
}
