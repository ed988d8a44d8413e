package dev.podo.network.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedMapTest {
  private static SharedMap<Integer, String> numbers(int count) {
    var map = SharedMap.<Integer, String>empty();
    for (int i = 0; i < count; i++) {
      map = map.with(i, "v" + i);
    }
    return map;
  }

  private static List<String> differences(
      SharedMap<Integer, String> from, SharedMap<Integer, String> to) {
    var told = new ArrayList<String>();
    from.differences(to, (key, before, after) -> told.add(key + ": " + before + " -> " + after));
    return told;
  }

  @Test
  void tellsOnlyWhatDiffersInOrder() {
    var from = numbers(5);
    assertThat(differences(from, from.without(1).with(3, "x").with(9, "y")))
        .containsExactly("1: v1 -> null", "3: v3 -> x", "9: null -> y");
  }

  @Test
  void leavesTheVersionBeforeAsItWas() {
    var before = numbers(3);
    before.with(1, "x");
    before.without(2);
    assertThat(before).hasToString("{0=v0, 1=v1, 2=v2}").isEqualTo(numbers(3));
  }

  @Test
  void looksAtLittleMoreThanWhatChanged() {
    var compared = new HashSet<Integer>();
    record Key(int number, HashSet<Integer> compared) implements Comparable<Key> {
      @Override
      public int compareTo(Key other) {
        compared.add(other.number);
        return Integer.compare(number, other.number);
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Key that && number == that.number;
      }

      @Override
      public int hashCode() {
        return number;
      }
    }
    var map = SharedMap.<Key, String>empty();
    for (int i = 0; i < 10_000; i++) {
      map = map.with(new Key(i, compared), "");
    }
    compared.clear();
    var told = new ArrayList<Integer>();
    map.differences(
        map.with(new Key(5000, compared), "x"), (key, before, after) -> told.add(key.number()));
    assertThat(told).containsExactly(5000);
    assertThat(compared).hasSizeLessThan(100);
  }

  /// The property: it is a sorted map, and what it tells of two versions is what differs.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void doesAsASortedMapDoes(long seed) {
    var random = new Random(seed);
    var model = new TreeMap<Integer, String>();
    var map = SharedMap.<Integer, String>empty();
    for (int step = 0; step < 300; step++) {
      var before = map;
      var modelBefore = new TreeMap<>(model);
      for (int i = 0; i < random.nextInt(5); i++) {
        var key = random.nextInt(40);
        if (random.nextBoolean()) {
          model.put(key, "v" + step);
          map = map.with(key, "v" + step);
        } else {
          model.remove(key);
          map = map.without(key);
        }
      }
      assertThat(map).as("seed %s, step %s", seed, step).hasToString(model.toString());
      assertThat(map.size()).isEqualTo(model.size());
      var replayed = new TreeMap<>(modelBefore);
      before.differences(
          map,
          (key, was, is) -> {
            assertThat(modelBefore.get(key)).isEqualTo(was).isNotEqualTo(is);
            if (is == null) {
              replayed.remove(key);
            } else {
              replayed.put(key, is);
            }
          });
      assertThat(replayed).isEqualTo(model);
    }
  }
}
