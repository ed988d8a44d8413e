package dev.podo.model.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelPredicateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b|a=b",
        "a==b|a==b",
        "b=2,a=1|a=1,b=2",
        " a  in ( y , x ) |a in (x,y)",
        "a notin (x)|a notin (x)",
        "a|a",
        "!a|!a",
        "a!=b|a!=b",
        "a>1|a>1",
        "a<1|a<1",
        "a=|a=",
        "a=,b|a=,b",
        "x in (a,,b)|x in (,a,b)",
        "x in ()|x in ()",
        "x in (in,notin)|x in (in,notin)",
        "in in (in)|in in (in)",
        "example.com/a=b|example.com/a=b",
        "a=b,|a=b",
      })
  void isShownInCanonicalForm(String selector, String shown) {
    if (selector.endsWith(",")) {
      assertThatIllegalArgumentException().isThrownBy(() -> LabelPredicate.parse(selector));
    } else {
      assertThat(LabelPredicate.parse(selector)).hasToString(shown);
      assertThat(LabelPredicate.parse(shown)).isEqualTo(LabelPredicate.parse(selector));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1|true",
        "a in (1,2)|true",
        "a notin (1)|false",
        "missing!=x|true",
        "missing notin (x)|true",
        "missing=x|false",
        "missing|false",
        "!missing|true",
        "!a|false",
        "a|true",
        "a>0|true",
        "a<1|false",
        "word>0|false",
        "a=1,word=x|true",
        "a=1,word=y|false",
        "''|true",
      })
  void matches(String selector, boolean expected) {
    var labels = Map.of("a", "1", "word", "x");
    assertThat(LabelPredicate.parse(selector).matches(labels)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b|unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
        "a=b c|found 'c', expected: ',' or 'end of string'",
        "a,|found '', expected: identifier after ','",
        "=a|found '=', expected: !, identifier, or 'end of string'",
        "a in b|unable to parse requirement: found 'b' expected: '('",
        "a in (b|unable to parse requirement: found '', expected: ',' or ')'",
        "a in (=)|unable to parse requirement: found '=', expected: ',', ')' or identifier",
        "a==(|unable to parse requirement: found '(', expected: identifier",
        "!|unable to parse requirement: found '', expected: identifier",
        "a>b|unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
      })
  void rejectsBadSyntaxInUpstreamsWords(String selector, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelPredicate.parse(selector))
        .withMessage(message);
  }

  @Test
  void rejectsBadKeysAndValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelPredicate.parse("-a=b"))
        .withMessage(
            "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of"
                + " alphanumeric characters, '-', '_' or '.', and must start and end with an"
                + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
                + " for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelPredicate.parse("a=b-"))
        .withMessage(
            "unable to parse requirement: values[0][a]: Invalid value: \"b-\": a valid label must be"
                + " an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                + " '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    assertThat(LabelSyntax.keyErrors("a/b/c")).hasSize(1);
    assertThat(LabelSyntax.keyErrors("/c")).containsExactly("prefix part must be non-empty");
    assertThat(LabelSyntax.keyErrors("Ex_ample/c")).hasSize(1);
    assertThat(LabelSyntax.valueErrors("x".repeat(64)))
        .containsExactly("must be no more than 63 bytes");
  }

  @Test
  void absentSelectorsSelectNothingAndEmptyOnesEverything() {
    assertThat(LabelPredicate.of((LabelSelector) null).matches(Map.of())).isFalse();
    assertThat(LabelPredicate.of(LabelSelector.EMPTY).matches(Map.of("a", "b"))).isTrue();
    assertThat(LabelPredicate.of(Map.of())).isSameAs(LabelPredicate.everything());
    assertThat(LabelPredicate.nothing().matches(Map.of())).isFalse();
  }

  @Test
  void selectsByLabelsAndExpressions() {
    var predicate = LabelPredicate.of(selector("In", List.of("web", "api")));
    assertThat(predicate.matches(Map.of("tier", "web", "app", "shop"))).isTrue();
    assertThat(predicate.matches(Map.of("tier", "db", "app", "shop"))).isFalse();
    assertThat(predicate.matches(Map.of("tier", "web"))).isFalse();
    assertThat(predicate).hasToString("app=shop,tier in (api,web)");
    assertThat(predicate.exactValue("app")).isEqualTo("shop");
    assertThat(predicate.exactValue("tier")).isNull();
  }

  @Test
  void rejectsUnknownOperators() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelPredicate.of(selector("Near", List.of())))
        .withMessage("\"Near\" is not a valid label selector operator");
  }

  private static LabelSelector selector(String operator, List<String> values) {
    var expression =
        LabelSelectorRequirement.builder().key("tier").operator(operator).values(values).build();
    return LabelSelector.builder()
        .matchLabels(Map.of("app", "shop"))
        .matchExpressions(List.of(expression))
        .build();
  }
}
