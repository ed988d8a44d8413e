package dev.podo.machinery.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {
  @ParameterizedTest
  @CsvSource({
    "-PT2S, <invalid>",
    "-PT1.999S, 0s",
    "-PT0.5S, 0s",
    "PT0.999S, 0s",
    "PT1S, 1s",
    "PT1M59.9S, 119s",
    "PT2M, 2m",
    "PT2M1S, 2m1s",
    "PT9M59S, 9m59s",
    "PT10M59S, 10m",
    "PT2H59M59S, 179m",
    "PT3H, 3h",
    "PT3H1M, 3h1m",
    "PT7H59M59S, 7h59m",
    "PT8H59M, 8h",
    "PT47H59M, 47h",
    "PT48H, 2d",
    "PT49H, 2d1h",
    "P7DT23H, 7d23h",
    "P8DT23H, 8d",
    "P729DT23H, 729d",
    "P730D, 2y",
    "P731D, 2y1d",
    "P2919D, 7y364d",
    "P2920D, 8y",
    "P5000D, 13y",
  })
  void readsAsUpstreamDoes(String length, String text) {
    assertThat(HumanDuration.of(Duration.parse(length))).isEqualTo(text);
  }
}
