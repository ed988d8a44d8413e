package dev.podo.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CrashBackoffTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void waitsNotAtAllThenTenSecondsThenTwiceAsLongUpToFiveMinutes() {
    var waits = new ArrayList<Long>();
    var backoff = CrashBackoff.NONE;
    var failedAt = START;
    for (var i = 0; i < 8; i++) {
      var retryAt = backoff.retryAt(failedAt);
      waits.add(Duration.between(failedAt, retryAt).toSeconds());
      backoff = backoff.next(failedAt);
      failedAt = retryAt.plusSeconds(1);
    }
    assertThat(waits).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void forgetsAfterTenMinutes() {
    var backoff = CrashBackoff.NONE.next(START).next(START.plusSeconds(20));
    var late = START.plusSeconds(20).plus(Duration.ofMinutes(11));
    assertThat(backoff.retryAt(late)).isEqualTo(late);
    assertThat(backoff.next(late).delay()).isEqualTo(Duration.ofSeconds(10));
  }
}
