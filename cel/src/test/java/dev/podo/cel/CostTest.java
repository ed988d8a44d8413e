package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.expression.Evaluation.Outcome;
import dev.podo.machinery.expression.ExpressionCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What expressions cost when they run, in the units in which Kubernetes counts, and what they are
/// estimated to cost before.
class CostTest {
  private static final Scenario OBJECT =
      Scenario.of(
          """
          {'text':{'type':'string'},'other':{'type':'string'},
           'numbers':{'type':'array','items':{'type':'integer'}},
           'map':{'type':'object','additionalProperties':{'type':'integer'}},
           'parts':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],
             'items':{'type':'object','properties':{
               'k':{'type':'string'},'v':{'type':'string'},'w':{'type':'string'}}}},
           'deep':{'type':'object','properties':{'a':{'type':'object','properties':{
             'b':{'type':'integer'}}}}},
           'amount':{'x-kubernetes-int-or-string':true}}
          """,
          """
          {'text':'Twelve chars','other':'Twelve chars','numbers':[1,1,2,2,3,3,4,5],
           'map':{'b':1,'d':2},
           'parts':[{'k':'a1','v':'b1'},{'k':'a2','v':'b2'},{'k':'a3','v':'b3','w':'z'}],
           'deep':{'a':{'b':1}},'amount':'50%'}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "true ; 0",
        "1 < int(2.0) ; 1",
        "self.text == 'Twelve chars' ; 4",
        "self.text == self.other ; 6",
        "self.text in ['a', 'b'] ; 2",
        "self.text.startsWith('Tw') ; 4",
        "self.text.matches('^[^0-9]*$') ; 8",
        "self.text.indexOf('c') == 7 ; 4",
        "self.text.replace(' ', '_') == 'Twelve_chars' ; 7",
        "self.text.split(' ') == ['Twelve', 'chars'] ; 6",
        "self.text.upperAscii() == 'TWELVE CHARS' ; 6",
        "type(self.text) == string ; 4",
        "size(self.text) == 12 ; 4",
        "has(self.deep.a) ; 2",
        "has(self.deep.a.b) ; 3",
        "self.deep.a.b == 1 ; 5",
        "2 in self.numbers ; 10",
        "self.numbers[0] == 1 ; 4",
        "self.numbers.all(n, n > 0) ; 43",
        "self.numbers.exists(n, n > 2) ; 36",
        "self.numbers.exists_one(n, n > 4) ; 22",
        "!self.numbers.exists(n, n < 0) ; 52",
        "size(self.numbers.filter(n, n % 2 == 0)) == 3 ; 68",
        "self.numbers.map(n, n * 20).filter(n, n > 50).exists(n, n == 60) ; 194",
        "self.numbers + [4] == [1] ; 4",
        "self.map.all(k, self.map[k] > 0) ; 17",
        "self.map.exists_one(k, self.map[k] == 2) ; 14",
        "self.parts[0] == self.parts[1] ; 7",
        "self.parts.all(p, !has(p.w) || p.w == 'z') ; 21",
        "self.parts.exists(p, p.w == 'z') ; 24",
        "!self.parts.all(p, p.w != 'z') ; 22",
        "self.parts.map(p, p.v).exists(v, v == 'b1') ; 55",
        "type(self.amount) == int ? self.amount == 1 : self.amount == '50%' ; 7",
        "type(self.amount) == string && self.amount.matches(r'(\\d+(\\.\\d+)?%)') ; 10",
        "self.numbers.sum() == 21 ; 11",
        "quantity('10Mi').isLessThan(quantity('1Gi')) ; 3",
        "ip('10.0.0.1').family() == 4 ; 3",
      })
  void costs(String rule, long cost) {
    var evaluation = OBJECT.evaluate(rule);
    assertThat(evaluation.cost()).as(rule).isEqualTo(cost);
    assertThat(OBJECT.compile(rule).estimatedCost()).as(rule).isNotNegative();
  }

  @Test
  void evaluationEndsAtItsLimit() {
    var rule = "self.numbers.all(n, n > 0)";
    assertThat(OBJECT.evaluate(rule, 43).isTrue()).isTrue();
    var evaluation = OBJECT.evaluate(rule, 42);
    assertThat(evaluation.outcome()).isEqualTo(Outcome.TOO_EXPENSIVE);
    assertThat(evaluation.error()).isEqualTo("operation cancelled: actual cost limit exceeded");
    assertThat(evaluation.cost()).isEqualTo(43);
  }

  @Test
  void noOperatorSwallowsTheLimit() {
    var rule = "self.numbers.exists(n, self.numbers.all(m, m > 100)) || true";
    assertThat(OBJECT.evaluate(rule, 30).outcome()).isEqualTo(Outcome.TOO_EXPENSIVE);
  }

  private static long estimate(String properties, String rule) {
    return Scenario.of(properties, "{}").compile(rule).estimatedCost();
  }

  @Test
  void estimatesByTheBoundsOfTheSchema() {
    var bounded = "{'list':{'type':'array','maxItems':10,'items':{'type':'integer'}}}";
    // range 2, ten times (condition 2, accumulator 1, comparison 2), result 1
    assertThat(estimate(bounded, "self.list.all(x, x > 0)")).isEqualTo(53);
    var free = "{'list':{'type':'array','items':{'type':'integer'}}}";
    assertThat(estimate(free, "self.list.all(x, x > 0)"))
        .isEqualTo(2 + 1 + 5 * ((3 * 1024 * 1024 - 2) / 2));
    var texts = "{'a':{'type':'string','maxLength':10},'b':{'type':'string','maxLength':5}}";
    assertThat(estimate(texts, "self.a == self.b")).isEqualTo(4 + 2);
    assertThat(estimate(texts, "self.a.contains(self.b)")).isEqualTo(4 + 4 * 2);
    assertThat(estimate(texts, "self.a.matches('[a-z]+')")).isEqualTo(2 + 5 * 2);
    assertThat(estimate(texts, "has(self.a)")).isEqualTo(1);
  }

  @Test
  void nestedLoopsWithoutBoundsAreOverTheLimit() {
    var free = "{'list':{'type':'array','items':{'type':'string'}}}";
    var cost = estimate(free, "self.list.all(x, self.list.all(y, x == y))");
    assertThat(cost).isGreaterThan(ExpressionCosts.ESTIMATE_LIMIT * 100);
    assertThat(
            ExpressionCosts.exceeded("estimated rule cost", cost, ExpressionCosts.ESTIMATE_LIMIT))
        .isEqualTo(
            "estimated rule cost exceeds budget by factor of more than 100x (try simplifying the"
                + " rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared)");
    assertThat(ExpressionCosts.exceeded("estimated rule cost", 51_600_000, 1_000_000))
        .contains("by factor of 51.6x (");
  }

  @Test
  void theEstimateIsNeverLessThanTheCost() {
    for (var rule :
        new String[] {
          "self.numbers.all(n, n > 0)",
          "self.parts.map(p, p.v).exists(v, v == 'b1')",
          "self.text.split(' ').join('-').size() > 3",
          "self.map.transformList(k, v, v * 2).sum() > 1",
          "self.?deep.?a.hasValue()",
        }) {
      assertThat(OBJECT.compile(rule).estimatedCost())
          .as(rule)
          .isGreaterThanOrEqualTo(OBJECT.evaluate(rule).cost());
    }
  }

  /// Measured with Kubernetes 1.36 itself: what a definition is accepted by, and what it costs.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "type(self.amount) == string ; 4 ; 4",
        "type(self.count) == google.protobuf.Timestamp ; 4 ; 4",
        "{'a': 1}.a == 1 ; 31 ; 3",
        "isIP(self.other) ; 10 ; 4",
        "isQuantity(self.other) ; 10 ; 4",
        "isSemver(self.other) ; 10 ; 4",
        "isCIDR(self.other) ; 10 ; 4",
        "ip('::1') == ip('0:0:0:0:0:0:0:1') ; 4 ; 4",
        "!ip.isCanonical('0:0::1') ; 3 ; 3",
        "url('https://a.b') == url('https://a.b') ; 6 ; 5",
        "format.uuid().validate(self.other).hasValue() ; 260 ; 40",
        "!format.uri().validate('https://a.example').hasValue() ; 67 ; 555",
        "format.date().validate('x').hasValue() ; 34 ; 20",
        "!format.byte().validate('aGk=').hasValue() ; 35 ; 24",
        "self.few.slice(0, 2) == ['a','bb'] ; 26 ; 16",
        "self.few.reverse() == ['ccc','bb','a'] ; 29 ; 17",
        "self.few.distinct().size() == 3 ; 65 ; 33",
        "self.few.sort() == ['a','bb','ccc'] ; 77 ; 32",
        "self.few.sortBy(x, x.size()) == ['a','bb','ccc'] ; 167 ; 77",
        "lists.range(3) == [0,1,2] ; 25 ; 15",
        "[[1],[2]].flatten(1) == [1,2] ; 54 ; 14",
        "self.?opt.orValue('d') == 'd' ; 4 ; 2",
        "!{'a': 1}.?b.hasValue() ; 33 ; 3",
        "!has({'a': {'b': 1}}.?c.b) ; 62 ; 1",
        "{'a': {'b': 2}}.?a.?b.orValue(0) == 2 ; 64 ; 4",
      })
  void costsWhatItCostsUpstream(String rule, long estimate, long cost) {
    var bounded =
        Scenario.of(
            """
            {'other':{'type':'string','maxLength':20},'count':{'type':'integer'},
             'amount':{'x-kubernetes-int-or-string':true},'opt':{'type':'string'},
             'few':{'type':'array','maxItems':5,'items':{'type':'string','maxLength':10}}}
            """,
            "{'other':'Twelve chars','count':7,'amount':'50%','few':['a','bb','ccc']}");
    assertThat(bounded.compile(rule).estimatedCost()).as(rule).isEqualTo(estimate);
    assertThat(bounded.evaluate(rule).cost()).as(rule).isEqualTo(cost);
  }
}
