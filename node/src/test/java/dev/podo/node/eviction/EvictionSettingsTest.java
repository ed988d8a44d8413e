package dev.podo.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvictionSettingsTest {
  @Test
  void readsAmountsAndPercentages() {
    assertThat(EvictionSettings.parse("nodefs.available<5%, memory.available<100Mi").thresholds())
        .containsExactly(
            Threshold.of(Signal.MEMORY_AVAILABLE, 100L << 20),
            Threshold.percent(Signal.NODEFS_AVAILABLE, 5));
  }

  @Test
  void takesNothingForNoThresholds() {
    assertThat(EvictionSettings.parse("").thresholds()).isEmpty();
  }

  @Test
  void aThresholdOfZeroIsNeverMet() {
    var never = EvictionSettings.parse("nodefs.available<0%").thresholds().getFirst();
    assertThat(never.value(1L << 40)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodefs.available | is no threshold; write one such as nodefs.available<5%",
        "nodefs.available<5%,| \"\" is no threshold",
        "disk.free<5% | \"disk.free\" is no signal; there are memory.available, nodefs.available",
        "nodefs.available<105% | must be a whole percentage from 0% to 99%",
        "nodefs.available<lots | must be an amount such as 100Mi, or a percentage such as 5%",
        "nodefs.available<-1Gi | must be an amount such as 100Mi",
        "nodefs.available<1%,nodefs.available<1Gi | names nodefs.available twice",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> EvictionSettings.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
