package dev.podo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static Samples of(int from, int to) {
    var samples = new Samples();
    for (int i = to; i >= from; i--) {
      samples.add(i);
    }
    return samples;
  }

  @Test
  void aQuantileIsTheSmallestSampleThatTheShareDoesNotExceed() {
    var samples = of(1, 100);
    assertThat(samples.quantile(0)).isEqualTo(Duration.ofNanos(1));
    assertThat(samples.quantile(0.5)).isEqualTo(Duration.ofNanos(50));
    assertThat(samples.quantile(0.99)).isEqualTo(Duration.ofNanos(99));
    assertThat(samples.quantile(0.991)).isEqualTo(Duration.ofNanos(100));
    assertThat(samples.quantile(1)).isEqualTo(Duration.ofNanos(100));
  }

  @Test
  void oneSampleIsEveryQuantile() {
    var samples = of(7, 7);
    assertThat(samples.median()).isEqualTo(Duration.ofNanos(7));
    assertThat(samples.quantile(0.99)).isEqualTo(Duration.ofNanos(7));
  }

  @Test
  void noSampleTakesNoTime() {
    assertThat(new Samples().median()).isZero();
  }

  @Test
  void growsAndMerges() {
    var samples = of(1, 500);
    samples.addAll(of(501, 1000));
    assertThat(samples.count()).isEqualTo(1000);
    assertThat(samples.nanos()).hasSize(1000).startsWith(500, 499).endsWith(501);
    assertThat(samples.median()).isEqualTo(Duration.ofNanos(500));
  }

  @Test
  void isWrittenForPeople() {
    var samples = new Samples();
    samples.add(1_500);
    samples.add(2_000_000);
    assertThat(samples.medianAndP99()).isEqualTo("median 1.50 µs, p99 2.00 ms (n=2)");
    assertThat(samples.minMedianMax()).isEqualTo("1.50 µs / 1.50 µs / 2.00 ms (n=2)");
  }
}
