package dev.podo.program.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long SECOND = 1_000_000_000L;

  private final Tally tally = new Tally();

  @Test
  void countsRequestsConnectionsAndEntries() {
    answer(99);
    tally.answered("other");
    tally.signed("a");

    assertThat(tally.summary(2 * SECOND))
        .isEqualTo(
            "100 requests (1 of them POST) on 2 kept-alive connections, 50 a second, 0 failed");
  }

  @Test
  void failuresCountAsRequestsAndTheFirstAreTold() {
    for (int i = 0; i < 9; i++) {
      tally.failed("failure " + i);
    }

    assertThat(tally.requests()).isEqualTo(9);
    assertThat(tally.failures()).isEqualTo(9);
    assertThat(tally.told().lines()).hasSize(5).startsWith("failure 0");
  }

  @Test
  void oneFailedRequestFailsTheLoad() {
    answer(1_000);
    tally.failed("GET /: 502 Bad Gateway");

    assertThatThrownBy(() -> new Traffic.Result(tally, SECOND).requireFlawless())
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("1 failed")
        .hasMessageContaining("502");
  }

  @Test
  void lessThanThePromisedRateFailsTheLoad() {
    answer(Traffic.RATE_MIN - 1);

    assertThatThrownBy(() -> new Traffic.Result(tally, SECOND).requireFlawless())
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("less than the 50");
  }

  @Test
  void theLoadThatWasPromisedPasses() {
    answer(Traffic.RATE_MIN);

    assertThatCode(() -> new Traffic.Result(tally, SECOND).requireFlawless())
        .doesNotThrowAnyException();
  }

  @Test
  void findsEntriesThatAreLostOrWrittenTwice() {
    List.of("a", "b", "c").forEach(tally::signed);

    assertThat(tally.misprints(List.of("greeting", "c", "a", "c"), 10))
        .containsExactly("\"b\" stands there 0 times", "\"c\" stands there 2 times");
  }

  @Test
  void doesNotMissEntriesThatTheStoreNoLongerKeeps() {
    List.of("a", "b", "c").forEach(tally::signed);

    assertThat(tally.misprints(List.of("c", "b"), 2)).isEmpty();
  }

  private void answer(int times) {
    for (int i = 0; i < times; i++) {
      tally.answered("one");
    }
  }
}
