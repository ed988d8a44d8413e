package dev.podo.machinery.expression;

import java.util.List;

/// Takes any text for an expression of the type that is asked for: the language lies in a module
/// that comes after this one, where what it refuses is tested.
public final class AcceptingCompiler implements ExpressionCompiler {
  @Override
  public Expression compile(String text, Variables variables) {
    return new Accepted("dyn");
  }

  @Override
  public Expression compile(String text, Variables variables, List<String> types) {
    return new Accepted(types.isEmpty() ? "dyn" : types.get(0));
  }

  @Override
  public long maxCardinality(DataSchema schema, boolean root) {
    return 1;
  }

  private record Accepted(String resultType) implements Expression {
    @Override
    public boolean uses(String variable) {
      return false;
    }

    @Override
    public long estimatedCost() {
      return 1;
    }

    @Override
    public Evaluation evaluate(Bindings bindings, long costLimit) {
      return Evaluation.failed("nothing is evaluated here", 0);
    }
  }
}
