package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private final RetryAfter retryAfter = new RetryAfter();

  /// What is told in each of some seconds in which so many are turned away.
  private List<Integer> told(int from, int to, int each) {
    var told = new ArrayList<Integer>();
    for (var second = from; second < to; second++) {
      var last = 0;
      for (var i = 0; i < each; i++) {
        last = retryAfter.turnedAway(second);
      }
      told.add(last);
    }
    return told;
  }

  @Test
  void oneNowAndThenComesAgainSoon() {
    assertThat(told(100, 110, 1)).containsOnly(1);
  }

  @Test
  void doublesWhileManyAreTurnedAwayAndNotSoonerThanItTold() {
    assertThat(told(0, 4, 10)).containsExactly(1, 2, 2, 4);
    assertThat(told(4, 100, 10)).endsWith(32).isSorted();
  }

  @Test
  void comesDownOneByOneWhenFewAre() {
    told(-50, 3, 1);
    told(3, 8, 10);
    var told = new ArrayList<Integer>();
    for (var second = 20; second < 80; second += 10) {
      told.add(retryAfter.turnedAway(second));
    }
    assertThat(told).containsExactly(3, 2, 1, 1, 1, 1);
  }
}
