package dev.podo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private static final LoadRun STEADY =
      new LoadRun(Operation.CREATE, 1_000, Duration.ofSeconds(2), 2_000, 7, 0);

  @Test
  void isReadAsItWasWritten() {
    assertThat(LoadRun.parse(STEADY.line())).isEqualTo(STEADY);
  }

  @Test
  void requestsFallDueEvenlyAndStopWithTheTime() {
    assertThat(STEADY.due(0)).isZero();
    assertThat(STEADY.due(499_999)).isZero();
    assertThat(STEADY.due(500_000)).isEqualTo(1);
    assertThat(STEADY.due(1_000_000_000)).isEqualTo(2_000);
    assertThat(STEADY.due(5_000_000_000L)).isEqualTo(4_000);
  }

  @Test
  void aRequestIsDueWhenItIsCounted() {
    for (long number : new long[] {0, 1, 2, 999, 3_999}) {
      assertThat(STEADY.due(STEADY.dueAtNanos(number))).isEqualTo(number + 1);
      assertThat(STEADY.due(STEADY.dueAtNanos(number) - 1)).isEqualTo(number);
    }
  }

  @Test
  void endsWhenAllIsDeleted() {
    var deletion = new LoadRun(Operation.DELETE, 64, Duration.ofSeconds(2), 0, 3, 5);
    assertThat(deletion.isExhausted(1)).isFalse();
    assertThat(deletion.isExhausted(2)).isTrue();
    assertThat(STEADY.isExhausted(1_000_000)).isFalse();
  }
}
