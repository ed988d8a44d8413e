package dev.podo.cel;

import dev.podo.cel.check.Checked;
import dev.podo.cel.cost.Meter;
import dev.podo.cel.evaluate.Program;
import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.machinery.expression.Bindings;
import dev.podo.machinery.expression.Evaluation;
import dev.podo.machinery.expression.Expression;

/// A compiled expression.
final class CelExpression implements Expression {
  private final Checked checked;
  private final Program program;
  private final Environment environment;
  private final long estimatedCost;

  CelExpression(Checked checked, Program program, Environment environment, long estimatedCost) {
    this.checked = checked;
    this.program = program;
    this.environment = environment;
    this.estimatedCost = estimatedCost;
  }

  CelType type() {
    return checked.type(checked.expr());
  }

  Environment environment() {
    return environment;
  }

  @Override
  public String resultType() {
    return type().declared();
  }

  @Override
  public boolean uses(String variable) {
    return checked.variables().contains(variable);
  }

  @Override
  public long estimatedCost() {
    return estimatedCost;
  }

  @Override
  public Evaluation evaluate(Bindings bindings, long costLimit) {
    var meter = new Meter(costLimit);
    try {
      var value = program.run(name -> environment.value(name, bindings.value(name)), meter);
      return Evaluation.of(value, meter.spent());
    } catch (EvaluationError e) {
      return Evaluation.failed(e.text(), meter.spent());
    } catch (Meter.Exceeded e) {
      return Evaluation.tooExpensive(meter.spent());
    }
  }
}
