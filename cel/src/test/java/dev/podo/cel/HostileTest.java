package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.expression.Evaluation.Outcome;
import dev.podo.machinery.expression.ExpressionException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions come from strangers: none hangs, eats the memory or the stack, or throws what it
/// should not.
class HostileTest {
  private static final String[] WORDS = {
    "self", "x", "1", "1u", "1.5", "'a'", "b'a'", "null", "true", "[", "]", "{", "}", "(", ")", ".",
    "?", ":", ",", "+", "-", "*", "/", "%", "!", "==", "<", "&&", "||", "in", ".all(x,", ".map(x,",
    ".size()", "has(", "optional.of(", ".?a", "[?", "'''", "\\", "#", "dyn(", "type(", " "
  };

  @Test
  void nestingIsBounded() {
    for (var expression :
        new String[] {
          "(".repeat(100_000),
          "[".repeat(5_000) + "]".repeat(5_000),
          "!".repeat(5_001) + "nope",
          "1" + " + 1".repeat(5_000) + " == 1",
          "'a'" + ".trim()".repeat(5_000) + " == 'a'",
          "{}" + ".a".repeat(5_000),
          "true ? 1 : ".repeat(5_000) + "1",
          "(((1" + ("+1".repeat(120) + ")").repeat(3),
          "a".repeat(100_001),
        }) {
      assertThatThrownBy(() -> Scenario.compilePlain(expression))
          .as(expression.substring(0, 10))
          .isInstanceOf(ExpressionException.class);
    }
  }

  @Test
  void manyOpenTypesTakeNoTime() {
    var rule = "[] == []" + " && [] != {}.map(k, k)".repeat(4_000);
    assertThat(Scenario.compilePlain(rule).resultType()).isEqualTo("bool");
    var doubling = "optional.of(1)" + ".optMap(x, {x: x})".repeat(10) + ".hasValue()";
    assertThat(Scenario.plain(doubling).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void chainsOfSortsDoNotDouble() {
    var sorts = "[2, 1]" + ".sortBy(x, 0 - x)".repeat(40) + " == [2, 1]";
    assertThat(Scenario.plain(sorts).isTrue()).isTrue();
  }

  @Test
  void chainsOfOptionalsDoNotDouble() {
    var links = ".optMap(x, x + optional.of(x).optMap(y, y - x).value())";
    var chain = "optional.of(1)" + links.repeat(30) + ".value() == 1";
    assertThat(Scenario.plain(chain).isTrue()).isTrue();
  }

  @Test
  void longChainsOfLogicAreNoNesting() {
    assertThat(Scenario.plain("true" + " && true".repeat(5_000)).isTrue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >="
            + " 0)))",
        "lists.range(100000).map(i, lists.range(100000)).size() > 0",
        "sets.contains(lists.range(20000), lists.range(20000))",
        "lists.range(1000).transformMap(i, v, lists.range(1000)).size() > 0",
        "lists.range(999999999).size() > 0",
        "lists.range(30).map(i, 'aaaaaaaaaaaaaaaaaaaaaaaaa').join('').replace('a',"
            + " lists.range(1000).map(i, 'abcdefghijklmnopqrstuvwxyz').join('')).replace('a',"
            + " lists.range(1000).map(i, 'abcdefghijklmnopqrstuvwxyz').join('')).size() > 0",
      })
  void workIsBounded(String expression) {
    assertThat(Scenario.plain(expression).outcome()).isNotEqualTo(Outcome.VALUE);
  }

  @Test
  void patternsAreBounded() {
    assertThatThrownBy(() -> Scenario.compilePlain("'a'.matches('((a{1000}){1000}){1000}')"))
        .hasMessageContaining("invalid matches argument");
    assertThatThrownBy(() -> Scenario.compilePlain("'a'.find('(a{1000}){1000}') == ''"))
        .hasMessageContaining("expression too large");
    assertThat(Scenario.plain("'aaa'.matches('^a{3}$')").isTrue()).isTrue();
  }

  @Test
  void noTextThrowsWhatItShouldNot() {
    var random = new Random(3);
    for (var round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(14); i >= 0; i--) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      try {
        Scenario.plain(text.toString());
      } catch (ExpressionException e) {
        assertThat(e).hasMessageStartingWith("ERROR: <input>:");
      } catch (RuntimeException e) {
        throw new AssertionError("on " + text + " in round " + round, e);
      }
    }
  }
}
