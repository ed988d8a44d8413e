package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntOrStringTest {
  @ParameterizedTest
  @CsvSource({
    "25%, 10, true, 3",
    "25%, 10, false, 2",
    "0%, 10, true, 0",
    "100%, 7, false, 7",
    "1%, 1, true, 1",
    "1%, 1, false, 0"
  })
  void takesThePercentageOfATotal(String percent, int total, boolean roundUp, int expected) {
    assertThat(IntOrString.of(percent).scaled(total, roundUp)).isEqualTo(expected);
  }

  @Test
  void takesAnIntegerAsItIs() {
    assertThat(IntOrString.of(3).scaled(100, true)).isEqualTo(3);
  }

  @Test
  void rejectsStringsThatAreNoPercentage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntOrString.of("3").scaled(100, true))
        .withMessage("invalid value for IntOrString: invalid type: string is not a percentage");
  }

  @Test
  void parsesIntegersAsIntegers() {
    assertThat(IntOrString.parse("80")).isEqualTo(IntOrString.of(80));
    assertThat(IntOrString.parse("http")).isEqualTo(IntOrString.of("http"));
    assertThat(IntOrString.of("80").isInt()).isFalse();
    assertThat(IntOrString.of("80").intValue()).isEqualTo(80);
    assertThat(IntOrString.of("http").intValue()).isZero();
    assertThat(IntOrString.of("50%").isPercent()).isTrue();
  }

  @Test
  void isShownAsItsValue() {
    assertThat(IntOrString.of(80)).hasToString("80");
    assertThat(IntOrString.of("http")).hasToString("http");
  }
}
