package dev.podo.cel;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.Evaluation;
import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCosts;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.expression.Variables.Extension;
import dev.podo.machinery.tree.Node;

/// A schema and an object that rules are tried on.
record Scenario(DataSchema schema, Node self, Node oldSelf) {
  private static final CelCompiler COMPILER = new CelCompiler();

  /// @param properties the properties of the object's schema, as JSON with single quotes
  /// @param object the object, likewise
  static Scenario of(String properties, String object) {
    var schema = "{'type':'object','properties':" + properties + "}";
    return new Scenario(DataSchema.ofOpenApi(node(schema)), node(object), node(object));
  }

  Scenario before(String old) {
    return new Scenario(schema, self, node(old));
  }

  static Node node(String json) {
    return Node.of(Json.parse(json.replace('\'', '"')));
  }

  Expression compile(String rule) {
    return COMPILER.compile(rule, Variables.ofRule(schema, false, false));
  }

  Evaluation evaluate(String rule) {
    return evaluate(rule, ExpressionCosts.PER_CALL_LIMIT);
  }

  Evaluation evaluate(String rule, long limit) {
    return compile(rule).evaluate(name -> name.equals("self") ? self : oldSelf, limit);
  }

  /// All of the language, and no variable.
  private static final Variables PLAIN = Variables.none().with(Extension.PATCHES);

  /// Evaluates what names no variable.
  static Evaluation plain(String expression) {
    return COMPILER
        .compile(expression, PLAIN)
        .evaluate(name -> null, ExpressionCosts.PER_CALL_LIMIT);
  }

  static Expression compilePlain(String expression) {
    return COMPILER.compile(expression, PLAIN);
  }
}
