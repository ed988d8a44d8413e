package dev.podo.client.informer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isASortedMapWhateverTheOrderOfChanges(long seed) {
    var random = new Random(seed);
    var expected = new TreeMap<Integer, Integer>();
    var tree = SortedTree.<Integer, Integer>empty();
    for (int i = 0; i < 3_000; i++) {
      var key = random.nextInt(400);
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        tree = tree.without(key);
      } else {
        expected.put(key, i);
        tree = tree.with(key, i);
      }
      assertThat(tree.size()).isEqualTo(expected.size());
      assertThat(tree.get(key)).isEqualTo(expected.get(key));
    }
    var from = random.nextInt(400);
    var actual = new ArrayList<Integer>();
    tree.from(from).forEachRemaining(entry -> actual.add(entry.key()));
    assertThat(actual).containsExactlyElementsOf(expected.tailMap(from).keySet());
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void staysShallow(long seed) {
    var random = new Random(seed);
    var tree = SortedTree.<Integer, Integer>empty();
    for (int i = 0; i < 10_000; i++) {
      tree = tree.with(i, i);
      if (random.nextBoolean()) {
        tree = tree.without(random.nextInt(i + 1));
      }
    }
    assertThat(tree.height()).isLessThan(20);
  }
}
