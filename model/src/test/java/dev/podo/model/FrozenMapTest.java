package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrozenMapTest {
  private static final Map<String, String> UNSORTED = new LinkedHashMap<>();

  static {
    UNSORTED.put("b", "2");
    UNSORTED.put("a", "1");
    UNSORTED.put("c", "3");
  }

  @Test
  void iteratesInTheOrderOfKeys() {
    assertThat(FrozenMap.of(UNSORTED))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"));
    assertThat(FrozenMap.of(UNSORTED).keyAt(1)).isEqualTo("b");
    assertThat(FrozenMap.of(UNSORTED).valueAt(2)).isEqualTo("3");
  }

  @Test
  void equalsAnyMapOfTheSameEntries() {
    assertThat(FrozenMap.of(UNSORTED)).isEqualTo(UNSORTED).hasSameHashCodeAs(UNSORTED);
    assertThat(FrozenMap.of("a", "1")).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void findsByKey() {
    var map = FrozenMap.of(UNSORTED);
    assertThat(map.get("b")).isEqualTo("2");
    assertThat(map.get("d")).isNull();
    assertThat(map.containsKey("a")).isTrue();
    assertThat(map).hasSize(3);
  }

  @Test
  void cannotBeChanged() {
    var map = FrozenMap.of(UNSORTED);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> map.put("a", "2"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> map.entrySet().iterator().remove());
  }

  @Test
  void isNotCopiedAgain() {
    var map = FrozenMap.of(UNSORTED);
    assertThat(FrozenMap.of(map)).isSameAs(map);
  }

  @Test
  void freezesTreesToTheirLeaves() {
    var leaf = new LinkedHashMap<String, Object>(Map.of("x", 1));
    var tree = JsonTree.freeze(Map.of("list", List.of(leaf, "text"), "flag", true));
    leaf.put("y", 2);
    assertThat(tree).isEqualTo(Map.of("list", List.of(Map.of("x", 1L), "text"), "flag", true));
  }

  @Test
  void takesSortedArraysAsTheyAre() {
    FrozenMap<Integer> map =
        FrozenMap.ofSorted(new String[] {"a", "b"}, new @Nullable Object[] {1, 2});
    assertThat(map).containsExactly(Map.entry("a", 1), Map.entry("b", 2));
    assertThat(FrozenMap.ofSorted(new String[0], new @Nullable Object[0]))
        .isSameAs(FrozenMap.empty());
  }
}
