package dev.podo.node.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime.DiskUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCleanerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

  private static Image image(String id, boolean pinned) {
    return new Image(id, List.of(id + ":1"), List.of(), 100, null, "", pinned);
  }

  private static List<String> choose(Set<String> used, Map<String, Long> minutesAgo, long bytes) {
    var lastUsed = new java.util.TreeMap<String, Instant>();
    minutesAgo.forEach((id, minutes) -> lastUsed.put(id, NOW.minusSeconds(60 * minutes)));
    var present =
        List.of(image("a", false), image("b", false), image("c", false), image("pause", true));
    return ImageCleaner.choose(present, used, lastUsed, NOW, bytes).stream()
        .map(Image::id)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"84, 0", "85, 5", "90, 10", "100, 20"})
  void from85PercentOnItFreesDownTo80(long used, long expected) {
    assertThat(ImageCleaner.excess(new DiskUsage(used, 100))).isEqualTo(expected);
    assertThat(ImageCleaner.excess(new DiskUsage(0, 0))).isZero();
  }

  @Test
  void theLongestUnusedGoFirstAndNoMoreThanNeeded() {
    var ages = Map.of("a", 5L, "b", 50L, "c", 20L, "pause", 500L);
    assertThat(choose(Set.of(), ages, 1)).containsExactly("b");
    assertThat(choose(Set.of(), ages, 101)).containsExactly("b", "c");
    assertThat(choose(Set.of(), ages, 1000)).containsExactly("b", "c", "a");
  }

  @Test
  void whatIsUsedOrWasJustNowStays() {
    var ages = Map.of("a", 1L, "b", 50L, "c", 2L);
    assertThat(choose(Set.of("b"), ages, 1000)).containsExactly("c");
  }
}
