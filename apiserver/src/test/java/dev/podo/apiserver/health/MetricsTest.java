package dev.podo.apiserver.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void tellsWhatOthersCountAsItIsNow() {
    var retries = new AtomicLong(1);
    metrics.counter("b_total", "Tries again.", "", retries::get);
    metrics.counter("a_total", "Answers.", "code=\"5xx\"", () -> 2);
    metrics.counter("a_total", "Answers.", "code=\"2xx\"", () -> 7);
    metrics.gauge("c_open", "Open now.", () -> 3);
    retries.set(4);

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP a_total Answers.
            # TYPE a_total counter
            a_total{code="2xx"} 7
            a_total{code="5xx"} 2
            # HELP b_total Tries again.
            # TYPE b_total counter
            b_total 4
            # HELP c_open Open now.
            # TYPE c_open gauge
            c_open 3
            """);
  }
}
