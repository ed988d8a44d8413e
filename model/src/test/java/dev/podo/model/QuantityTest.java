package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0Ki, 0",
    "-0, 0",
    "0.000, 0",
    "., 0",
    "+, 0",
    "1, 1",
    "1000m, 1",
    "100m, 100m",
    "0.1, 100m",
    ".5, 500m",
    "5., 5.",
    "1.5, 1500m",
    "1500m, 1500m",
    "0.0015, 1500u",
    "1000, 1k",
    "1000k, 1M",
    "1234567, 1234567",
    "1.2345, 1234500u",
    "12345u, 12345u",
    "1n, 1n",
    "0.9n, 1n",
    "0.0000000001, 1n",
    "-0.1n, -1n",
    "1Ki, 1Ki",
    "1024, 1024",
    "1024Ki, 1Mi",
    "1.5Gi, 1536Mi",
    "1.1Ki, 1126400m",
    "0.5Ki, 512",
    "1023Ki, 1023Ki",
    "0.5Mi, 512Ki",
    "-1024Ki, -1Mi",
    "100Gi, 100Gi",
    "1Ei, 1Ei",
    "8Ei, 9223372036854775807",
    "16Ei, 9223372036854775807",
    "1e3, 1e3",
    "1E3, 1E3",
    "1000e0, 1e3",
    "12e6, 12e6",
    "1e4, 10e3",
    "1e-3, 1e-3",
    "100e-3, 100e-3",
    "1E, 1E",
    "1000E, 1e21",
    "1k, 1k",
    "0.001Ki, 1024m",
    "0.0001Ki, 102400u",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "18446744073709551616, 18446744073709551616",
    "05, 05",
    "1.50, 1500m",
    "1.500, 1.500"
  })
  void isShownInCanonicalForm(String written, String shown) {
    assertThat(Quantity.parse(written)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "1.2.3", "1 ", " 1", "1Ki1x", "1,5", "0x10"})
  void rejectsWhatIsNoNumber(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.parse(written))
        .withMessage(
            "quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ki", "1mm", "1K", "1e", "1Kii", "1e+", "1i", "1m3", "--1"})
  void rejectsUnknownSuffixes(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.parse(written))
        .withMessage("unable to parse quantity's suffix");
  }

  @Test
  void rejectsExponentsThatWouldEatTheMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.parse("1e999999999"))
        .withMessage("unable to parse numeric part of quantity");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1000",
    "100m, 1, 100",
    "1100m, 2, 1100",
    "-1100m, -2, -1100",
    "1u, 1, 1",
    "1Gi, 1073741824, 1073741824000",
    "1e30, 9223372036854775807, 9223372036854775807",
    "-1e30, -9223372036854775808, -9223372036854775808"
  })
  void roundsAwayFromZeroToUnitsAndThousandths(String written, long units, long thousandths) {
    var quantity = Quantity.parse(written);
    assertThat(quantity.value()).isEqualTo(units);
    assertThat(quantity.milliValue()).isEqualTo(thousandths);
  }

  @Test
  void addsAndSubtractsExactly() {
    assertThat(Quantity.parse("1Gi").add(Quantity.parse("1"))).hasToString("1073741825");
    assertThat(Quantity.parse("100m").add(Quantity.parse("0.9"))).hasToString("1");
    assertThat(Quantity.parse("1").subtract(Quantity.parse("1n"))).hasToString("999999999n");
    assertThat(Quantity.parse("1Gi").subtract(Quantity.parse("512Mi"))).hasToString("512Mi");
    assertThat(Quantity.parse("250m").multiply(4)).hasToString("1");
    assertThat(Quantity.parse("2Ki").negate()).hasToString("-2Ki");
  }

  @Test
  void takesTheOtherFormatWhenZero() {
    assertThat(Quantity.ZERO.add(Quantity.parse("2048Ki"))).hasToString("2Mi");
    assertThat(Quantity.ZERO.subtract(Quantity.parse("2048Ki"))).hasToString("-2Mi");
  }

  @Test
  void equalsWhateverTheSuffix() {
    assertThat(Quantity.parse("1Ki"))
        .isEqualTo(Quantity.of(1024))
        .hasSameHashCodeAs(Quantity.of(1024));
    assertThat(Quantity.parse("1000m")).isEqualByComparingTo(Quantity.of(1));
    assertThat(Quantity.parse("1"))
        .isLessThan(Quantity.parse("1001m"))
        .isNotEqualTo(Quantity.ofMillis(999));
  }

  @Test
  void roundsUpToMillis() {
    assertThat(Quantity.parse("1u").roundUpToMillis()).hasToString("1m");
    assertThat(Quantity.parse("1.500").roundUpToMillis()).hasToString("1.500");
  }

  @Test
  void keepsItsExactAmount() {
    assertThat(Quantity.parse("1.25Mi").amount()).isEqualByComparingTo(new BigDecimal("1310720"));
    assertThat(Quantity.of(2048, Quantity.Format.BINARY_SI)).hasToString("2Ki");
    assertThat(Quantity.parse("0.000Gi").isZero()).isTrue();
    assertThat(Quantity.parse("-3").signum()).isNegative();
  }
}
