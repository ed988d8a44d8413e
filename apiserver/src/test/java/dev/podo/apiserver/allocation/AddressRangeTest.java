package dev.podo.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  private final AddressRange range = AddressRange.parse("10.96.0.0/16");

  @Test
  void countsWithoutItsEnds() {
    assertThat(range.size()).isEqualTo(65_534);
    assertThat(range.address(1)).isEqualTo("10.96.0.1");
    assertThat(range.address(range.size())).isEqualTo("10.96.255.254");
    assertThat(range).hasToString("10.96.0.0/16");
  }

  @Test
  void knowsItsOwn() {
    assertThat(range.contains("10.96.0.1")).isTrue();
    assertThat(range.contains("10.96.255.254")).isTrue();
    assertThat(range.contains("10.96.0.0")).isFalse();
    assertThat(range.contains("10.96.255.255")).isFalse();
    assertThat(range.contains("10.97.0.1")).isFalse();
    assertThat(range.contains("9.255.255.255")).isFalse();
    assertThat(range.contains("fd00::1")).isFalse();
    assertThat(range.contains("10.96.0.999")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.0", "10.96.0/16", "10.96.0.0/31", "fd00::/64", "10.96.0.0/x"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
