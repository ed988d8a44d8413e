package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShuffleShardingTest {
  @Test
  void dealsDifferentQueues() {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new SplittableRandom(seed);
      var queues = random.nextInt(1, 130);
      var hand = new int[random.nextInt(1, Math.min(queues, 8) + 1)];

      ShuffleSharding.deal(random.nextLong(), queues, hand);

      assertThat(Arrays.stream(hand).distinct().count()).as("seed %d", seed).isEqualTo(hand.length);
      assertThat(Arrays.stream(hand)).as("seed %d", seed).allMatch(it -> it >= 0 && it < queues);
    }
  }

  @Test
  void dealsTheSameToTheSameFlow() {
    var one = new int[6];
    var other = new int[6];
    ShuffleSharding.deal(-987_654_321_012_345L, 128, one);
    ShuffleSharding.deal(-987_654_321_012_345L, 128, other);
    assertThat(one).containsExactly(other);
  }

  @Test
  void dealsEveryQueueAboutAsOften() {
    var random = new SplittableRandom(5);
    var dealt = new int[16];
    var hand = new int[4];
    for (var i = 0; i < 16_000; i++) {
      ShuffleSharding.deal(random.nextLong(), dealt.length, hand);
      for (var queue : hand) {
        dealt[queue]++;
      }
    }
    assertThat(Arrays.stream(dealt)).allMatch(it -> it > 3_600 && it < 4_400);
  }
}
