package dev.podo.cel;

import dev.podo.cel.check.Checker;
import dev.podo.cel.check.Constants;
import dev.podo.cel.cost.Estimator;
import dev.podo.cel.evaluate.Program;
import dev.podo.cel.syntax.Parser;
import dev.podo.cel.syntax.Source;
import dev.podo.cel.syntax.SyntaxException;
import dev.podo.cel.type.DataType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.expression.Variables.Extension;

/// The expression language as Kubernetes 1.36 has it. Thread-safe.
public final class CelCompiler implements ExpressionCompiler {
  @Override
  public Expression compile(String text, Variables variables) {
    var source = new Source(text);
    try {
      var environment = new Environment(variables);
      var outcome =
          Checker.check(
              source, Parser.parse(source, variables.has(Extension.BINDINGS)), environment);
      if (!outcome.problems().isEmpty()) {
        throw failed(source.describe(outcome.problems()));
      }
      var checked = outcome.checked();
      var wrong = Constants.check(source, checked);
      if (!wrong.isEmpty()) {
        throw failed(source.describe(wrong));
      }
      var cost = Estimator.estimate(checked, environment.sizes());
      return new CelExpression(checked, Program.of(checked), environment, cost);
    } catch (SyntaxException e) {
      throw failed(source.describe(e.problems()));
    } catch (EvaluationError e) {
      throw new ExpressionException("program instantiation failed", e.text());
    }
  }

  @Override
  public long maxCardinality(DataSchema schema, boolean root) {
    var type = DataType.of(schema, "selfType", root);
    return type == null ? 0 : type.maxCardinality();
  }

  private static ExpressionException failed(String problems) {
    return new ExpressionException("compilation failed", problems);
  }
}
