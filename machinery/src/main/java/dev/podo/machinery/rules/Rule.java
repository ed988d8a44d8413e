package dev.podo.machinery.rules;

import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.model.apiextensions.v1.ValidationRule;
import org.jspecify.annotations.Nullable;

/// One rule, compiled.
///
/// @param expression null if it does not compile
/// @param problem why it does not; null if it does
/// @param message the `messageExpression`; null if there is none, or it does not compile
/// @param messageProblem why it does not; null if it does, or there is none
record Rule(
    ValidationRule stated,
    @Nullable Expression expression,
    @Nullable String problem,
    @Nullable Expression message,
    @Nullable String messageProblem) {

  private record Compiled(@Nullable Expression expression, @Nullable String problem) {}

  /// @param root whether the schema is that of a whole resource
  static Rule of(
      ValidationRule stated, StructuralSchema schema, boolean root, ExpressionCompiler compiler) {
    var optional = Boolean.TRUE.equals(stated.optionalOldSelf());
    var variables = Variables.ofRule(new RuleSchema(schema), root, optional);
    var rule = compiled(compiler, stated.rule(), variables, "bool", "cel expression", "");
    var message =
        stated.messageExpression().isBlank() || rule.expression() == null
            ? new Compiled(null, null)
            : compiled(
                compiler,
                stated.messageExpression(),
                variables,
                "string",
                "messageExpression",
                "messageExpression ");
    return new Rule(
        stated, rule.expression(), rule.problem(), message.expression(), message.problem());
  }

  private static Compiled compiled(
      ExpressionCompiler compiler,
      String text,
      Variables variables,
      String type,
      String what,
      String prefix) {
    try {
      var expression = compiler.compile(text, variables);
      return expression.resultType().equals(type)
          ? new Compiled(expression, null)
          : new Compiled(null, what + " must evaluate to a " + type);
    } catch (ExpressionException e) {
      return new Compiled(null, prefix + e.describe());
    }
  }

  boolean usesOldSelf() {
    return expression != null && expression.uses("oldSelf");
  }

  boolean takesNoOldSelf() {
    return Boolean.TRUE.equals(stated.optionalOldSelf());
  }

  /// What errors call the rule.
  String name() {
    var message = stated.message();
    return message.isEmpty() ? stated.rule().strip() : message.strip();
  }

  /// What a user reads if no expression says it better.
  String plainMessage() {
    var message = stated.message();
    return message.isEmpty() ? "failed rule: " + name() : message.strip();
  }
}
