package dev.podo.network.nftables;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part of the ruleset that belongs to one Service. Its chains refer to each other and to the
/// skeleton's only, never to another Service's.
///
/// @param chains the rules of each chain
/// @param sets the declaration of each set
/// @param elements the verdict of each element that it adds to the skeleton's maps
record Fragment(
    SortedMap<String, List<String>> chains,
    SortedMap<String, String> sets,
    SortedMap<MapElement, String> elements) {
  static final Fragment EMPTY = new Fragment(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  Fragment {
    chains = Collections.unmodifiableSortedMap(new TreeMap<>(chains));
    sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
    elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
  }
}
