package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.expression.AdmissionVariables;
import dev.podo.machinery.expression.Authorizer;
import dev.podo.machinery.expression.Authorizer.Check;
import dev.podo.machinery.expression.Authorizer.Decision;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.ValueType;
import dev.podo.machinery.expression.ValueType.Simple;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.expression.Variables.Extension;
import dev.podo.machinery.tree.Node;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.Pod;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The variables of admission: objects of any schema, requests, composed variables, the authorizer.
class VariablesTest {
  private final CelCompiler compiler = new CelCompiler();

  @Test
  void objectsWithoutASchemaAreCheckedWhenTheyAreRead() {
    var variables =
        Variables.none().with("object", Simple.DYNAMIC).with("oldObject", Simple.DYNAMIC);
    var rule =
        compiler.compile(
            "object.spec.replicas <= 5 && oldObject == null && object.metadata.labels['a'] == 'b'",
            variables);
    var object = Scenario.node("{'spec':{'replicas':3},'metadata':{'labels':{'a':'b'}}}");
    assertThat(rule.evaluate(name -> name.equals("object") ? object : null, 1_000).isTrue())
        .isTrue();
  }

  @Test
  void recordsAreObjects() {
    var pod = Trees.to(Pod.SCHEMA, Scenario.node("{'metadata':{'name':'p'}}").tree());
    var data = new ValueType.Data(DataSchema.ofRecord(Pod.SCHEMA), true);
    var rule =
        compiler.compile(
            "object.metadata.name == 'p' && !has(object.metadata.generateName)",
            Variables.none().with("object", data));
    assertThat(rule.evaluate(name -> Node.of(pod), 1_000).isTrue()).isTrue();
    assertThatThrownBy(
            () -> compiler.compile("object.spec.nope == 1", Variables.none().with("object", data)))
        .hasMessageContaining("undefined field 'nope'");
  }

  @Test
  void variablesAreComposedAndMadeWhenFirstRead() {
    var object = Scenario.node("{'spec':{'replicas':3}}");
    var first =
        compiler.compile(
            "object.spec.replicas * 2 + 0", Variables.none().with("object", Simple.DYNAMIC));
    var types = new TreeMap<String, ValueType>();
    types.put("twice", new ValueType.ResultOf(first));
    types.put("unused", Simple.INT);
    var rule =
        compiler.compile(
            "variables.twice == 6 && variables.twice > 1",
            Variables.none().with("variables", new ValueType.Fields("Variables", types)));
    var asked = new ArrayList<String>();
    Supplier<Object> twice =
        () -> {
          asked.add("twice");
          return first.evaluate(name -> object, 100).value();
        };
    Supplier<Object> unused =
        () -> {
          asked.add("unused");
          return 1L;
        };
    var bound = Map.of("twice", twice, "unused", unused);
    assertThat(rule.evaluate(name -> bound, 1_000).isTrue()).isTrue();
    assertThat(asked).containsExactly("twice");
    assertThatThrownBy(() ->
            compiler.compile(
                "variables.nope == 6",
                Variables.none().with("variables", new ValueType.Fields("Variables", types))))
        .hasMessageContaining("undefined field 'nope'");
  }

  @Test
  void asksTheAuthorizer() {
    var asked = new ArrayList<Check>();
    Authorizer authorizer =
        check -> {
          asked.add(check);
          return new Decision(check.verb().equals("get"), "because", "");
        };
    var variables = Variables.none().with("authorizer", Simple.AUTHORIZER);
    var rule =
        compiler.compile(
            "authorizer.group('apps').resource('deployments').subresource('scale')"
                + ".namespace('shop').name('web').check('get').allowed()"
                + " && !authorizer.serviceAccount('kube', 'bot').path('/healthz').check('post')"
                + ".allowed()",
            variables);
    var evaluation = rule.evaluate(name -> authorizer, 1_000_000);
    assertThat(evaluation.error()).isNull();
    assertThat(evaluation.isTrue()).isTrue();
    assertThat(evaluation.cost()).isGreaterThan(700_000);
    assertThat(asked.get(0).attributes())
        .containsEntry("group", "apps")
        .containsEntry("resource", "deployments")
        .containsEntry("subresource", "scale")
        .containsEntry("namespace", "shop")
        .containsEntry("name", "web");
    assertThat(asked.get(1).serviceAccount()).isEqualTo("kube/bot");
    assertThat(asked.get(1).path()).isEqualTo("/healthz");
    assertThat(rule.evaluate(name -> authorizer, 400_000).error())
        .isEqualTo("operation cancelled: actual cost limit exceeded");
  }

  @Test
  void asksTheAuthorizerOfTheRequest() {
    Authorizer authorizer = check -> new Decision(check.attributes().isEmpty(), "", "");
    var attributes = new TreeMap<>(Map.of("resource", "pods"));
    var rule =
        compiler.compile(
            "!authorizer.requestResource.check('get').allowed()"
                + " && authorizer.path('').check('get').allowed() == false",
            AdmissionVariables.of(false, true));
    assertThat(rule.uses(AdmissionVariables.RESOURCE_AUTHORIZER)).isTrue();
    var evaluation =
        rule.evaluate(
            name ->
                name.equals(AdmissionVariables.AUTHORIZER)
                    ? authorizer
                    : new Authorizer.OfResource(authorizer, attributes),
            1_000_000);
    assertThat(evaluation.error()).isNull();
    assertThat(evaluation.isTrue()).isTrue();
  }

  @Test
  void makesObjects() {
    var rule =
        compiler.compile(
            "[Object{spec: Object.spec{a: 1, ?b: optional.none()}}]"
                + ".all(o, o.spec.a == 1 && !has(o.spec.b) && o == Object{spec: Object.spec{a: 1}})",
            Variables.none().with(Extension.PATCHES));
    var evaluation = rule.evaluate(name -> null, 1_000);
    assertThat(evaluation.error()).isNull();
    assertThat(evaluation.isTrue()).isTrue();
    assertThat(evaluation.cost()).isGreaterThan(160);
  }

  @Test
  void namesValues() {
    var variables = Variables.none().with(Extension.BINDINGS);
    var rule = compiler.compile("cel.bind(a, [1, 2], a[0] + a[1] == 3)", variables);
    assertThat(rule.evaluate(name -> null, 1_000).isTrue()).isTrue();
    assertThatThrownBy(() -> compiler.compile("cel.bind(a.b, 1, true)", variables))
        .hasMessageContaining("cel.bind() variable names must be simple identifiers");
    assertThatThrownBy(() -> compiler.compile("cel.bind(a, 1, true)", Variables.none()))
        .hasMessageContaining("undeclared reference to 'cel'");
  }

  @Test
  void tellsTheTypeOfTheResult() {
    assertThat(Scenario.compilePlain("'a' + 'b'").resultType()).isEqualTo("string");
    assertThat(Scenario.compilePlain("[1].map(x, string(x))").resultType())
        .isEqualTo("list(string)");
    assertThat(Scenario.compilePlain("dyn(1)").resultType()).isEqualTo("dyn");
    assertThat(Scenario.compilePlain("optional.of(1)").resultType())
        .isEqualTo("optional_type(int)");
  }
}
