package dev.podo.client.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DerTest {
  @Test
  void anObjectIdentifierPacksItsNumbers() {
    assertThat(hex(Der.oid("1.2.840.10045.4.3.2"))).isEqualTo("06082a8648ce3d040302");
    assertThat(hex(Der.oid("2.5.29.19"))).isEqualTo("0603551d13");
  }

  @Test
  void aPositiveNumberNeverLooksNegative() {
    assertThat(hex(Der.integer(BigInteger.valueOf(128)))).isEqualTo("02020080");
  }

  @Test
  void aLengthTakesTheBytesItNeeds() {
    assertThat(hex(Der.octets(new byte[127]))).startsWith("047f00");
    assertThat(hex(Der.octets(new byte[128]))).startsWith("04818000");
    assertThat(hex(Der.octets(new byte[256]))).startsWith("0482010000");
  }

  @Test
  void aYearTakesFourDigitsFrom2050On() {
    assertThat(Der.time(Instant.parse("2049-12-31T23:59:59Z")))
        .isEqualTo(Der.concat(new byte[] {0x17, 13}, Der.ascii("491231235959Z")));
    assertThat(Der.time(Instant.parse("2050-01-01T00:00:00Z")))
        .isEqualTo(Der.concat(new byte[] {0x18, 15}, Der.ascii("20500101000000Z")));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
