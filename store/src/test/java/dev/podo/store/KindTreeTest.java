package dev.podo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindTreeTest {
  private static Versioned<Integer> entry(Key key, int value) {
    return new Versioned<>(key, value, 1, value);
  }

  private static Key key(int i) {
    return new Key("pods", "ns" + i % 7, "n" + i);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithATreeMap(long seed) {
    var random = new Random(seed);
    var model = new TreeMap<Key, Versioned<Integer>>();
    var tree = KindTree.<Integer>empty("pods");
    for (int phase = 0; phase < 6; phase++) {
      boolean growing = phase % 2 == 0;
      for (int i = 0; i < 3_000; i++) {
        var key = key(random.nextInt(4_000));
        if (random.nextInt(10) < (growing ? 8 : 1)) {
          model.put(key, entry(key, i));
          tree = tree.with(entry(key, i));
        } else {
          model.remove(key);
          tree = tree.without(key);
        }
        assertThat(tree.get(key)).isEqualTo(model.get(key));
      }
      compare(tree, model, random);
      compare(KindTree.of("pods", List.copyOf(model.values())), model, random);
    }
    for (var key : List.copyOf(model.keySet())) {
      tree = tree.without(key);
    }
    assertThat(tree.size()).isZero();
    assertThat(tree.list(Range.of("pods"))).isEmpty();
  }

  private static void compare(
      KindTree<Integer> tree, NavigableMap<Key, Versioned<Integer>> model, Random random) {
    assertThat(tree.size()).isEqualTo(model.size());
    assertThat(tree.list(Range.of("pods"))).containsExactlyElementsOf(model.values());
    for (int i = 0; i < 20; i++) {
      var range = Range.of("pods").limit(random.nextInt(100));
      var expected = model;
      if (random.nextBoolean()) {
        var namespace = "ns" + random.nextInt(8);
        range = range.in(namespace);
        expected =
            expected.subMap(
                new Key("pods", namespace, "\1"), true,
                new Key("pods", namespace + "\1", "\1"), false);
      }
      if (random.nextBoolean()) {
        var after = key(random.nextInt(4_000));
        range = range.after(after.namespace(), after.name());
        var last = expected.isEmpty() ? null : expected.lastKey();
        expected =
            last == null || last.compareTo(after) <= 0
                ? new TreeMap<>()
                : new TreeMap<>(expected).tailMap(after, false);
      }
      assertThat(tree.count(range)).isEqualTo(expected.size());
      var list = tree.list(range);
      assertThat(list).isEqualTo(expected.values().stream().limit(range.limit()).toList());
      for (int at = 0; at < list.size(); at += 9) {
        assertThat(list.get(at)).isEqualTo(new ArrayList<>(expected.values()).get(at));
      }
    }
  }

  @Test
  void leavesOlderTreesAsTheyWere() {
    var trees = new ArrayList<KindTree<Integer>>();
    var tree = KindTree.<Integer>empty("pods");
    for (int i = 0; i < 500; i++) {
      trees.add(tree);
      tree = tree.with(entry(key(i), i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(trees.get(i).size()).isEqualTo(i);
      assertThat(trees.get(i).get(key(i))).isNull();
    }
  }

  @Test
  void sharesWhatItDoesNotChange() {
    var entries = new ArrayList<Versioned<Integer>>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(entry(key(i), i));
    }
    var tree = KindTree.of("pods", entries);
    assertThat(tree.without(new Key("pods", "ns0", "absent")).list(Range.of("pods")))
        .containsExactlyElementsOf(tree.list(Range.of("pods")));
    assertThatThrownBy(() -> tree.list(Range.of("pods")).remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
