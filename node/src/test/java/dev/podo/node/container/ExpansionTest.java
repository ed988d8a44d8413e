package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain            | plain
          $(A)             | one
          x$(A)y$(B)z      | xoneytwoz
          $(UNKNOWN)       | $(UNKNOWN)
          $$(A)            | $(A)
          $$$(A)           | $one
          $A               | $A
          $(A              | $(A
          cost: 5$         | cost: 5$
          $()              | $()
          """)
  void replacesWhatIsKnown(String text, String expected) {
    assertThat(Expansion.expand(text, Map.of("A", "one", "B", "two")::get)).isEqualTo(expected);
  }
}
