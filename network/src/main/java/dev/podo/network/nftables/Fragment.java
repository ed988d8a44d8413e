package dev.podo.network.nftables;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part of the ruleset that belongs to one Service. Its chains refer to each other, to the
/// skeleton's and to shared ones only, never to another Service's.
///
/// @param chains the rules of each chain of its own
/// @param sets the declaration of each set of its own
/// @param elements what it adds to the skeleton's maps and sets: the value of each element, or
///   [#MEMBER]
/// @param shared the rules of the chains that Services of the same shape have in common
record Fragment(
    SortedMap<String, List<String>> chains,
    SortedMap<String, String> sets,
    SortedMap<MapElement, String> elements,
    SortedMap<String, List<String>> shared) {
  static final Fragment EMPTY = new Builder().build();

  /// The value of an element that is in a set, not a map.
  static final String MEMBER = "-";

  Fragment {
    chains = Collections.unmodifiableSortedMap(new TreeMap<>(chains));
    sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
    elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
    shared = Collections.unmodifiableSortedMap(new TreeMap<>(shared));
  }

  static final class Builder {
    private final SortedMap<String, List<String>> chains = new TreeMap<>();
    private final SortedMap<String, String> sets = new TreeMap<>();
    private final SortedMap<MapElement, String> elements = new TreeMap<>();
    private final SortedMap<String, List<String>> shared = new TreeMap<>();

    void chain(String name, List<String> rules) {
      chains.put(name, List.copyOf(rules));
    }

    void set(String name, String declaration) {
      sets.put(name, declaration);
    }

    void element(String map, String key, String value) {
      elements.put(new MapElement(map, key), value);
    }

    void shared(String name, List<String> rules) {
      shared.put(name, List.copyOf(rules));
    }

    Fragment build() {
      return new Fragment(chains, sets, elements, shared);
    }
  }
}
