package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.cel.CelCompiler;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.Evaluation;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.tree.Node;
import java.nio.charset.StandardCharsets;

/// Validation rules: read, checked, priced and evaluated within a limit of cost.
final class Expressions {
  static final long COST_LIMIT = 10_000;

  private static final CelCompiler COMPILER = new CelCompiler();
  private static final DataSchema SCHEMA =
      DataSchema.ofOpenApi(
          node(
              """
              {'type':'object','properties':{
               't':{'type':'string'},'n':{'type':'integer'},'d':{'type':'number'},
               'b':{'type':'boolean'},'l':{'type':'array','items':{'type':'integer'}},
               's':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},
               'm':{'type':'object','additionalProperties':{'type':'string'}},
               'k':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['i'],
                 'items':{'type':'object','properties':{'i':{'type':'string'},'v':{'type':'integer'}}}},
               'x':{'x-kubernetes-int-or-string':true},'gone':{'type':'string'},
               'at':{'type':'string','format':'date-time'},
               'y':{'type':'string','format':'byte'},'namespace':{'type':'string'}}}
              """));
  private static final Node SELF =
      node(
          """
          {'t':'some text','n':3,'d':1.5,'b':true,'l':[1,2,3],'s':['a','b'],'m':{'q':'r','u':'w'},
           'k':[{'i':'one','v':1},{'i':'two','v':2}],'x':'50%','at':'2026-01-02T03:04:05Z',
           'y':'aGk=','namespace':'ns'}
          """);
  private static final Variables VARIABLES = Variables.ofRule(SCHEMA, false, false);

  private Expressions() {}

  private static Node node(String json) {
    return Node.of(Json.parse(json.replace('\'', '"')));
  }

  static void accept(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var expression = COMPILER.compile(text, VARIABLES);
      assertThat(expression.estimatedCost()).isNotNegative();
      var first = expression.evaluate(name -> SELF, COST_LIMIT);
      var second = expression.evaluate(name -> SELF, COST_LIMIT);
      assertThat(second.cost()).isEqualTo(first.cost());
      assertThat(second.error()).isEqualTo(first.error());
      assertThat(first.error() == null).isEqualTo(first.outcome() == Evaluation.Outcome.VALUE);
    } catch (ExpressionException refused) {
      assertThat(refused.describe()).isNotEmpty();
    }
  }
}
