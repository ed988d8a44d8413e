package dev.podo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.bench.report.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void makesSoManyCallsWithNumbersOfTheirOwnFromRunToRun() throws Exception {
    var numbers = new ConcurrentSkipListSet<Long>();
    var numbering = new AtomicLong();
    var clients = Clients.virtual(8, numbers::add);
    assertThat(clients.run(LONG, 100, numbering).latencies().count()).isEqualTo(100);
    assertThat(numbers).hasSize(100).contains(0L, 99L);
    assertThat(clients.run(LONG, 50, numbering).latencies().count()).isEqualTo(50);
    assertThat(numbers).hasSize(150);
  }

  @Test
  void failsWithTheFailureOfACall() {
    var clients =
        Clients.platform(
            2,
            number -> {
              throw new IOException("refused");
            });
    assertThatThrownBy(() -> clients.run(LONG, 10, new AtomicLong()))
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
  }

  @Test
  void severalRunsAreOne() {
    var sum =
        Clients.Outcome.sum(
            List.of(outcome(Duration.ofSeconds(1), 100), outcome(Duration.ofSeconds(3), 500)));
    assertThat(sum.latencies().count()).isEqualTo(600);
    assertThat(sum.perSecond()).isEqualTo(150);
  }

  private static Clients.Outcome outcome(Duration took, int calls) {
    var samples = new Samples();
    for (int i = 0; i < calls; i++) {
      samples.add(1);
    }
    return new Clients.Outcome(took, samples);
  }
}
