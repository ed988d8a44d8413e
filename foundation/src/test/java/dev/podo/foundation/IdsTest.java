package dev.podo.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void uidsAreRandomUuidsOfTheSeed() {
    var uid = Ids.uid(new SplittableRandom(7));
    assertThat(UUID.fromString(uid).version()).isEqualTo(4);
    assertThat(UUID.fromString(uid).variant()).isEqualTo(2);
    assertThat(Ids.uid(new SplittableRandom(7))).isEqualTo(uid);
  }

  @Test
  void suffixesHaveNoVowels() {
    assertThat(Ids.suffix(new SplittableRandom(1), 200))
        .hasSize(200)
        .matches("[b-df-hj-np-tv-z2-9]+");
    assertThat(Ids.spell("0123456789")).hasSize(10).matches("[b-df-hj-np-tv-z2-9]+");
  }

  @Test
  void backoffGrowsToItsLimit() {
    var backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5), 2, 0);
    var random = new SplittableRandom(1);
    assertThat(backoff.delay(1, random)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.delay(2, random)).isEqualTo(Duration.ofSeconds(20));
    assertThat(backoff.delay(99, random)).isEqualTo(Duration.ofMinutes(5));
  }
}
