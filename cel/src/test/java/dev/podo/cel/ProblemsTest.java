package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.expression.Evaluation.Outcome;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.expression.RuleTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of expressions that are wrong, and of those that fail.
class ProblemsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 'a' | 1:3: found no matching overload for '_+_' applied to '(int, string)'",
        "x == 1 | 1:1: undeclared reference to 'x' (in container '')",
        "nope(1) | 1:5: undeclared reference to 'nope' (in container '')",
        "'a'.startsWith(1) | 1:15: found no matching overload for 'startsWith' applied to"
            + " 'string.(int)'",
        "[1, 'a'] == [] | 1:5: expected type 'int' but found 'string'",
        "1.all(x, true) | 1:1: expression of type 'int' cannot be range of a comprehension (must be"
            + " list, map, or dynamic)",
        "(1).b | 1:4: type 'int' does not support field selection",
        "1 + | 1:4: Syntax error: mismatched input '<EOF>' expecting",
        "true false | 1:6: Syntax error: extraneous input 'false' expecting <EOF>",
        "[1].map(2, 1) | 1:9: argument must be a simple name",
        "has(1) | 1:5: invalid argument to has() macro",
        "1 == 99999999999999999999 | 1:6: invalid int literal",
        "duration('1x') == duration('1s') | 1:10: invalid duration argument",
        "timestamp('x') == timestamp('y') | 1:11: invalid timestamp argument",
        "'a'.matches(')') | 1:13: invalid matches argument",
        "for == 1 | 1:1: reserved identifier: for",
        "'a' == \"b | 1:8: Syntax error: token recognition error at: '\"b'",
      })
  void tellsWhereAnExpressionIsWrong(String expression, String problem) {
    assertThatThrownBy(() -> Scenario.compilePlain(expression))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("ERROR: <input>:" + problem);
  }

  @Test
  void namesTheStepThatFailed() {
    assertThat(failure("nope")).startsWith("compilation failed: ERROR: <input>:1:1: ");
    assertThat(failure("'a'.find(')') == ''"))
        .startsWith("program instantiation failed: error parsing regexp: ");
  }

  private static String failure(String expression) {
    try {
      return Scenario.compilePlain(expression).resultType();
    } catch (ExpressionException e) {
      return e.describe();
    }
  }

  @Test
  void showsTheLineWithAMark() {
    assertThatThrownBy(() -> Scenario.compilePlain("1 == 1 &&\n  nope == 2"))
        .hasMessage(
            """
            ERROR: <input>:2:3: undeclared reference to 'nope' (in container '')
             |   nope == 2
             | ..^\
            """);
  }

  @Test
  void tellsAllProblemsInTheirOrder() {
    assertThatThrownBy(() -> Scenario.compilePlain("a == b"))
        .hasMessageContaining("1:1: undeclared reference to 'a'")
        .hasMessageContaining("\nERROR: <input>:1:6: undeclared reference to 'b'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 / 0 == 1 | division by zero",
        "1 % 0 == 1 | modulus by zero",
        "9223372036854775807 + 1 == 0 | integer overflow",
        "1u - 2u == 0u | unsigned integer overflow",
        "[1][3] == 1 | index out of bounds: 3",
        "{'a': 1}['b'] == 1 | no such key: b",
        "{'a': 1}.b == 1 | no such key: b",
        "{'a': 1, 'a': 2} == {} | insert failed: key a already exists",
        "optional.none().value() == 1 | optional.none() dereference",
        "int('x') == 1 | strconv.ParseInt: parsing \"x\": invalid syntax",
        "[].map(x, x).min() == 1 | min called on empty list",
        "'abc'.substring(2, 1) == '' | invalid substring range. start: 2, end: 1",
        "quantity('x') == quantity('1') | quantities must match the regular expression",
        "dyn('a').size() + dyn('b') == 1 | no such overload",
        "url('nope') == url('/') | URL parse error during conversion from string",
        "ip('nope') == ip('::1') | IP Address \"nope\" parse error during conversion from string",
        "cidr('nope') == cidr('::/0') | network address parse error during conversion from string",
        "semver('nope') == semver('1.0.0') | Semver parse error during conversion from string",
      })
  void tellsWhyAnExpressionFails(String expression, String problem) {
    var evaluation = Scenario.plain(expression);
    assertThat(evaluation.outcome()).as(expression).isEqualTo(Outcome.ERROR);
    assertThat(evaluation.error()).startsWith(problem);
  }

  @Test
  void rulesFailInUpstreamsWords() {
    assertThat(RuleTexts.failure(Scenario.plain("[1][3] == 1"), "the rule"))
        .isEqualTo("index out of bounds: 3 evaluating rule: the rule");
    assertThat(RuleTexts.failure(Scenario.plain("dyn(1) + dyn('a') == 1"), "the rule"))
        .startsWith("'no such overload")
        .endsWith(
            "': call arguments did not match a supported operator, function or macro signature for"
                + " rule: the rule");
  }

  @Test
  void messagesAreShortAndOfOneLine() {
    assertThat(RuleTexts.message(Scenario.plain("' wrong '")).text()).isEqualTo("wrong");
    assertThat(RuleTexts.message(Scenario.plain("'a\\nb'")).problem())
        .isEqualTo("messageExpression should not contain line breaks");
    assertThat(RuleTexts.message(Scenario.plain("' '")).problem())
        .isEqualTo("messageExpression should evaluate to a non-empty string");
    assertThat(
            RuleTexts.message(Scenario.plain("lists.range(2000).map(i, '0123').join()")).problem())
        .isEqualTo("messageExpression beyond allowable length of 5120");
    assertThat(RuleTexts.message(Scenario.plain("string(1 / 0)")).problem())
        .isEqualTo("messageExpression evaluation failed due to: division by zero");
  }
}
