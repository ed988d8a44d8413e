package dev.podo.scheduler.state;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Sums per value of a node label, and per node. Kept by adding and subtracting, never recounted.
public final class TopologyCounts {
  private final Map<String, Integer> byValue = new HashMap<>();
  private final Map<String, Integer> byNode = new HashMap<>();
  private int total;

  void add(String value, String node, int amount) {
    byValue.merge(value, amount, TopologyCounts::sumOrGone);
    byNode.merge(node, amount, TopologyCounts::sumOrGone);
    total += amount;
  }

  /// The sum over the nodes whose label has this value.
  public int at(String value) {
    return byValue.getOrDefault(value, 0);
  }

  /// The values that have a sum, sorted.
  public SortedSet<String> values() {
    return new TreeSet<>(byValue.keySet());
  }

  public int on(NodeState node) {
    return byNode.getOrDefault(node.name(), 0);
  }

  public boolean isEmpty() {
    return byValue.isEmpty();
  }

  /// The sum over all nodes.
  public int total() {
    return total;
  }

  @SuppressWarnings("NullAway") // Map.merge removes the entry when told null
  private static Integer sumOrGone(Integer a, Integer b) {
    return a + b == 0 ? null : a + b;
  }
}
