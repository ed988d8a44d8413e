package dev.podo.scheduler.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// The terms that pods on nodes carry, each with how many carry it where. Pods made from one
/// template share their terms, so that there are few.
public final class HeldTerms {
  private final Map<PodTerm, TopologyCounts> counts = new LinkedHashMap<>();

  void add(PodTerm term, NodeState node, int amount) {
    var value = node.labels().get(term.topologyKey());
    if (value == null) {
      return;
    }
    var held = counts.computeIfAbsent(term, any -> new TopologyCounts());
    held.add(value, node.name(), amount);
    if (held.isEmpty()) {
      counts.remove(term);
    }
  }

  void clear() {
    counts.clear();
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public void forEach(BiConsumer<PodTerm, TopologyCounts> action) {
    counts.forEach(action);
  }
}
