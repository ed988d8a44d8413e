package dev.podo.node.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeStateTest {
  /// Answers are + and -, expected verdicts after each are y and n.
  @ParameterizedTest
  @CsvSource({
    "false, 1, 3, +---+, yyyny",
    "true,  1, 3, --+---, yyyyyn",
    "false, 2, 1, +-++, nnny",
    "true,  1, 1, -+-, nyn",
    "false, 1, 3, ---, nnn",
  })
  void changesWhenEnoughInARowSaySo(
      boolean initially, int successes, int failures, String answers, String expected) {
    var state = ProbeState.initially(initially);
    var verdicts = new StringBuilder();
    for (var i = 0; i < answers.length(); i++) {
      state = state.next(answers.charAt(i) == '+', successes, failures);
      verdicts.append(state.verdict() ? 'y' : 'n');
    }
    assertThat(verdicts.toString()).isEqualTo(expected);
  }
}
