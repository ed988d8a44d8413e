package dev.podo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void timesHaveThreeDigits() {
    assertThat(Units.time(Duration.ofNanos(7))).isEqualTo("7.00 ns");
    assertThat(Units.time(Duration.ofNanos(12_345))).isEqualTo("12.3 µs");
    assertThat(Units.time(Duration.ofMillis(850))).isEqualTo("850 ms");
    assertThat(Units.time(Duration.ofMillis(4_540))).isEqualTo("4.54 s");
  }

  @Test
  void bytesAreCountedInPowersOfTwo() {
    assertThat(Units.bytes(362)).isEqualTo("362 B");
    assertThat(Units.bytes(1_536)).isEqualTo("1.50 KiB");
    assertThat(Units.bytes(20 << 20)).isEqualTo("20.0 MiB");
  }

  @Test
  void largeCountsHaveCommas() {
    assertThat(Units.count(797)).isEqualTo("797");
    assertThat(Units.count(20_001.4)).isEqualTo("20,001");
  }

  @Test
  void ratesAreByTheSecond() {
    assertThat(Units.rate(500, Duration.ofMillis(250))).isEqualTo(2_000);
    assertThat(Units.perSecond(500, Duration.ofMillis(250))).isEqualTo("2,000/s");
    assertThat(Units.rate(1, Duration.ZERO)).isFinite();
  }

  @Test
  void ratiosAndSharesHaveTwoDecimals() {
    assertThat(Units.ratio(1, 3)).isEqualTo("0.33 ×");
    assertThat(Units.ratio(1, 0)).isEqualTo("no ratio");
    assertThat(Units.percent(0.002)).isEqualTo("0.20 %");
  }
}
