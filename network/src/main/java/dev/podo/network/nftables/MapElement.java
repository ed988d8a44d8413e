package dev.podo.network.nftables;

import java.util.Comparator;

/// The key of one element of a verdict map.
///
/// @param map the map's name
/// @param key as nftables spells it, like `10.96.0.1 . tcp . 80`
public record MapElement(String map, String key) implements Comparable<MapElement> {
  private static final Comparator<MapElement> ORDER =
      Comparator.comparing(MapElement::map).thenComparing(MapElement::key);

  @Override
  public int compareTo(MapElement other) {
    return ORDER.compare(this, other);
  }
}
