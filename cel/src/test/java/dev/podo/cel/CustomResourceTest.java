package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.Evaluation.Outcome;
import dev.podo.machinery.expression.Variables;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules on custom resources: what their schemas make of their values.
class CustomResourceTest {
  private static final Scenario WIDGET =
      Scenario.of(
          """
          {'name':{'type':'string','maxLength':20},
           'replicas':{'type':'integer'},
           'ratio':{'type':'number'},
           'on':{'type':'boolean'},
           'since':{'type':'string','format':'date-time'},
           'day':{'type':'string','format':'date'},
           'every':{'type':'string','format':'duration'},
           'data':{'type':'string','format':'byte'},
           'port':{'x-kubernetes-int-or-string':true},
           'portName':{'x-kubernetes-int-or-string':true},
           'maybe':{'type':'string','nullable':true},
           'maybes':{'type':'array','items':{'type':'string','nullable':true}},
           'tags':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},
           'tags2':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},
           'list':{'type':'array','items':{'type':'integer'}},
           'labels':{'type':'object','additionalProperties':{'type':'string'}},
           'parts':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['id'],
             'items':{'type':'object','properties':{'id':{'type':'string'},'n':{'type':'integer'}}}},
           'any':{'type':'object','x-kubernetes-preserve-unknown-fields':true},
           'inner':{'type':'object','x-kubernetes-embedded-resource':true,
             'x-kubernetes-preserve-unknown-fields':true},
           'namespace':{'type':'string'},
           'a.b-c/d__e':{'type':'string'},
           'gone':{'type':'string'}}
          """,
          """
          {'name':'box','replicas':3,'ratio':2,'on':true,'since':'2026-01-02T03:04:05Z',
           'day':'2026-01-02','every':'90s','data':'aGk=','port':80,'portName':'http',
           'maybe':null,'maybes':['a',null],'tags':['a','b'],'tags2':['b','a'],'list':[1,2],
           'labels':{'app':'web','a-b':'c'},
           'parts':[{'id':'x','n':1},{'id':'y','n':2}],
           'any':{'k':1},
           'inner':{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{}},
           'namespace':'ns','a.b-c/d__e':'odd'}
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.name == 'box' && self.replicas > 2 && self.ratio == 2.0 && type(self.ratio) =="
            + " double",
        "self.on && self.since.getFullYear() == 2026 && self.day < self.since",
        "self.every == duration('1m30s') && self.data == b'hi'",
        "type(self.port) == int ? self.port < 100 : false",
        "type(self.portName) == string && self.portName == 'http' && self.portName != 1",
        "!has(self.maybe) && !has(self.gone) && has(self.name)",
        "dyn(self.maybes[1]) == null && self.maybes[0] == 'a'",
        "self.tags == self.tags2 && self.tags + ['c', 'a'] == ['a', 'b', 'c'] && self.tags.size()"
            + " == 2",
        "'a' in self.tags && self.list == [1, 2] && self.list != [2, 1]",
        "self.parts.exists(p, p.id == 'y' && p.n == 2) && self.parts.map(p, p.id) == ['x', 'y']",
        "self.labels.app == 'web' && self.labels['a-b'] == 'c' && self.labels.all(k, size(k) < 4)",
        "self.labels.transformList(k, v, k + '=' + v).sort() == ['a-b=c', 'app=web']",
        "self.any == oldSelf.any",
        "self.inner.kind == 'Pod' && self.inner.metadata.name == 'p' &&"
            + " !has(self.inner.metadata.generateName)",
        "self.__namespace__ == 'ns' && self.namespace == 'ns'",
        "self.a__dot__b__dash__c__slash__d__underscores__e == 'odd'",
        "self.?gone.orValue('none') == 'none' && self.?name.orValue('') == 'box'",
        "self == oldSelf && self.parts == oldSelf.parts",
        "self.parts.all(p, oldSelf.parts.exists(o, o == p))",
      })
  void ruleHolds(String rule) {
    var evaluation = WIDGET.evaluate(rule);
    assertThat(evaluation.error()).as(rule).isNull();
    assertThat(evaluation.isTrue()).as(rule).isTrue();
  }

  @Test
  void unknownFieldsCannotBeNamed() {
    assertThatThrownBy(() -> WIDGET.compile("self.nope == 1"))
        .hasMessageStartingWith(
            "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope == 1\n | ....^");
    assertThatThrownBy(() -> WIDGET.compile("self.any.k == 1"))
        .hasMessageContaining("undefined field 'k'");
    assertThatThrownBy(() -> WIDGET.compile("self.inner.spec == null"))
        .hasMessageContaining("undefined field 'spec'");
  }

  @Test
  void typesAreChecked() {
    assertThatThrownBy(() -> WIDGET.compile("self.replicas == 'x'"))
        .hasMessageContaining("found no matching overload for '_==_' applied to '(int, string)'");
    assertThatThrownBy(() -> WIDGET.compile("self.tags.all(t, t > 1)"))
        .hasMessageContaining("found no matching overload for '_>_' applied to '(string, int)'");
  }

  @Test
  void absentFieldsFail() {
    assertThat(WIDGET.evaluate("self.gone == 'x'").error()).isEqualTo("no such key: gone");
    assertThat(WIDGET.evaluate("self.maybe == 'x'").error()).isEqualTo("no such key: maybe");
  }

  @Test
  void whatDoesNotFitItsSchemaFails() {
    var broken =
        Scenario.of(
            "{'n':{'type':'integer'},'t':{'type':'string','format':'date-time'}}",
            "{'n':'x','t':'y'}");
    assertThat(broken.evaluate("self.n == 1").error()).isEqualTo("invalid data, expected int");
    assertThat(broken.evaluate("self.t == self.t").outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void comparesWithTheStateBefore() {
    var changed = WIDGET.before("{'replicas':1,'name':'box'}");
    assertThat(changed.evaluate("self.replicas >= oldSelf.replicas").isTrue()).isTrue();
    assertThat(changed.evaluate("self.name == oldSelf.name").isTrue()).isTrue();
    assertThat(changed.compile("self.replicas >= oldSelf.replicas").uses("oldSelf")).isTrue();
    assertThat(changed.compile("self.replicas >= 1").uses("oldSelf")).isFalse();
    assertThat(changed.compile("[1].all(oldSelf, oldSelf > 0)").uses("oldSelf")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.parts == oldSelf.parts",
        "self.parts + oldSelf.parts == self.parts",
        "oldSelf.parts + [self.parts[0]] == self.parts",
        "(self.parts + oldSelf.parts).map(p, p.id) == ['x', 'y']",
        "self.tags == oldSelf.tags && self.tags + oldSelf.tags == oldSelf.tags",
        "(self.list + oldSelf.list).size() == 4 && self.list != oldSelf.list",
        "self.any != oldSelf.any",
      })
  void listsAreComparedAsTheirSchemaSays(String rule) {
    var reordered =
        WIDGET.before(
            "{'parts':[{'id':'y','n':2},{'id':'x','n':1}],'tags':['b','a'],'list':[2,1],"
                + "'any':{'k':2}}");
    var evaluation = reordered.evaluate(rule);
    assertThat(evaluation.error()).as(rule).isNull();
    assertThat(evaluation.isTrue()).as(rule).isTrue();
  }

  @Test
  void theStateBeforeMayBeOptional() {
    var schema = WIDGET.schema();
    var expression =
        new CelCompiler()
            .compile(
                "!oldSelf.hasValue() || oldSelf.value().replicas <= self.replicas"
                    + " && oldSelf.optMap(o, o.name).orValue('') == 'box'",
                Variables.ofRule(schema, false, true));
    assertThat(expression.resultType()).isEqualTo("bool");
    var self = WIDGET.self();
    var created =
        expression.evaluate(name -> name.equals("self") ? self : Optional.empty(), 10_000);
    assertThat(created.isTrue()).isTrue();
    var updated =
        expression.evaluate(name -> name.equals("self") ? self : Optional.of(self), 10_000);
    assertThat(updated.error()).isNull();
    assertThat(updated.isTrue()).isTrue();
  }

  @Test
  void aResourceShowsItsNames() {
    var schema =
        DataSchema.ofOpenApi(
            Scenario.node("{'type':'object','properties':{'spec':{'type':'object'}}}"));
    var expression =
        new CelCompiler()
            .compile(
                "self.metadata.name.startsWith('w') && self.kind == 'Widget'",
                Variables.ofRule(schema, true, false));
    var widget = Scenario.node("{'kind':'Widget','apiVersion':'a/v1','metadata':{'name':'w1'}}");
    assertThat(expression.evaluate(name -> widget, 1_000).isTrue()).isTrue();
  }

  @Test
  void partsOfAnyTypeCanHaveRules() {
    var text = DataSchema.ofOpenApi(Scenario.node("{'type':'string'}"));
    var rule = new CelCompiler().compile("self.size() == 3", Variables.ofRule(text, false, false));
    assertThat(rule.evaluate(name -> Scenario.node("'abc'"), 100).isTrue()).isTrue();
    var list = DataSchema.ofOpenApi(Scenario.node("{'type':'array','items':{'type':'integer'}}"));
    var sum = new CelCompiler().compile("self.sum() == 6", Variables.ofRule(list, false, false));
    assertThat(sum.evaluate(name -> Scenario.node("[1,2,3]"), 100).isTrue()).isTrue();
  }
}
