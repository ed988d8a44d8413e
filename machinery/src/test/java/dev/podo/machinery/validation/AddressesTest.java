package dev.podo.machinery.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.fieldpath.FieldPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private static final FieldPath AT = FieldPath.root("ip");

  @ParameterizedTest
  @CsvSource({
    "10.9.8.7, 10.9.8.7",
    "0.0.0.0, 0.0.0.0",
    "2001:db8::FFFF, 2001:db8::ffff",
    "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
    "::ffff:1.2.3.4, ::ffff:1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304"
  })
  void readsAndPrintsAddresses(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.-4",
        "1.2.3.٤",
        "a.b.c.d",
        ":",
        ":::",
        "1:2",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "fe80::1%eth0",
        "g::",
        "::1.2.3",
        "1.2.3.4::",
        "localhost",
        "1.2.3.4 "
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(IpAddress.parse(text)).isNull();
    assertThat(Addresses.legacyIp(AT, text).getFirst().detail())
        .isEqualTo("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01.2.3.4", "1.2.3.0000004", "::1.2.3.04", "2001:db8::00001"})
  void zerosMayNotLead(String text) {
    assertThat(IpAddress.parse(text)).isNull();
    assertThat(IpAddress.parseLeniently(text)).isNotNull();
    assertThat(Addresses.legacyIp(AT, text).getFirst().detail())
        .isEqualTo("must not have leading 0s");
    assertThat(Addresses.legacyIp(AT, text, List.of("1.2.3.4", text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.12.2.0/24 | ''",
        "192.012.2.0/24 | 192.12.2.0/24",
        "192.12.2.0/024 | 192.12.2.0/24",
        "::ffff:192.12.2.0/120 | 192.12.2.0/24",
        "::ffff:192.12.2.0/24 | ::/24",
        "2001:db8::/64 | ''"
      })
  void tellsHowRangesShouldBeSpelled(String value, String better) {
    var warnings = Addresses.rangeWarnings(AT, value);
    if (better.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings.getLast())
          .isEqualTo(
              "ip: non-standard CIDR value \"%s\" will be considered invalid in a future"
                      .formatted(value)
                  + " Kubernetes release: use \"%s\"".formatted(better));
    }
  }

  @Test
  void newFieldsWantTheCanonicalSpelling() {
    assertThat(Addresses.ip(AT, "2001:db8::1")).isEmpty();
    assertThat(Addresses.legacyIp(AT, "2001:DB8::1")).isEmpty();
    assertThat(Addresses.ip(AT, "2001:DB8::1").getFirst())
        .hasToString(
            "ip: Invalid value: \"2001:DB8::1\": must be in canonical form (\"2001:db8::1\")");
    assertThat(Addresses.ip(AT, "::ffff:1.2.3.4").getFirst().detail())
        .isEqualTo("must not be an IPv4-mapped IPv6 address");
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.8.0/24, ''",
    "0.0.0.0/0, ''",
    "10.9.8.7/32, ''",
    "2001:db8::/64, ''",
    "10.9.8.7/24, must not have bits set beyond the prefix length",
    "10.9.8.0/33, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'",
    "10.9.8.0/024, must not have leading 0s in IP or prefix length",
    "10.9.08.0/24, must not have leading 0s in IP or prefix length",
    "10.9.8.0/+24, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'",
    "10.9.8.0, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'",
    "2001:DB8::/64, must be in canonical form (\"2001:db8::/64\")",
    "::ffff:1.2.3.0/120, must not have an IPv4-mapped IPv6 address"
  })
  void checksRanges(String value, String detail) {
    var errors = Addresses.cidr(AT, value);
    assertThat(errors.isEmpty() ? "" : errors.getFirst().detail()).isEqualTo(detail);
  }

  @Test
  void tellsSpecialAddressesApart() {
    assertThat(IpAddress.parse("127.0.0.1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("169.254.169.254").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fe80::1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("224.0.0.1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
    assertThat(IpAddress.parse("10.1.2.3").masked(12)).hasToString("10.0.0.0");
    assertThat(IpAddress.parse("10.1.2.3").toByteArray()).containsExactly(10, 1, 2, 3);
  }
}
