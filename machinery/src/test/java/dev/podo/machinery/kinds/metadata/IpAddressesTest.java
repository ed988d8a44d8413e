package dev.podo.machinery.kinds.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.9.8.7", "255.255.255.255"})
  void takesIpv4(String text) {
    assertThat(IpAddresses.isIpv4(text)).isTrue();
    assertThat(IpAddresses.isIp(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", " 1.2.3.4"})
  void refusesWhatIsNoIpv4(String text) {
    assertThat(IpAddresses.isIp(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"::", "::1", "2001:db8::ffff", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "1::8"})
  void takesIpv6(String text) {
    assertThat(IpAddresses.isIp(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "1.2.3.4::",
        "1:2:3:4:5:6:7::8"
      })
  void refusesWhatIsNoIpv6(String text) {
    assertThat(IpAddresses.isIp(text)).isFalse();
  }

  @Test
  void takesAnIpv4AddressForOneInAnyClothes() {
    assertThat(IpAddresses.isIpv4("01.2.3.4")).isTrue();
    assertThat(IpAddresses.isIpv4("::ffff:10.0.0.1")).isTrue();
    assertThat(IpAddresses.isIpv6("::ffff:10.0.0.1")).isFalse();
  }
}
