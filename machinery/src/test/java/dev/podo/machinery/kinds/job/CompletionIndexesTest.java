package dev.podo.machinery.kinds.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionIndexesTest {
  @Test
  void readsAndWritesIntervals() {
    var indexes = CompletionIndexes.parse("1,3-5,7", 10);
    assertThat(indexes.count()).isEqualTo(5);
    assertThat(indexes.contains(4)).isTrue();
    assertThat(indexes.contains(6)).isFalse();
    assertThat(indexes).hasToString("1,3-5,7");
    assertThat(CompletionIndexes.parse("1-2", 3)).hasToString("1,2");
    assertThat(CompletionIndexes.parse("", 3)).isEqualTo(CompletionIndexes.NONE);
  }

  @Test
  void refusesWhatIsOutOfOrderOrRange() {
    for (var text : List.of("3,1", "2-1", "9", "a", "1-2-3", "-1", "1,,2", "99999999999")) {
      assertThatThrownBy(() -> CompletionIndexes.parse(text, 9))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
