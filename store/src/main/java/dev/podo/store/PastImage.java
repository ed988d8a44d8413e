package dev.podo.store;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An image of the past: the tree of a kind is made when it is first asked for, and kept.
final class PastImage<V> implements Image<V> {
  private final long revision;
  private final Function<String, KindTree<V>> loader;
  private final Supplier<SortedSet<String>> candidates;
  private final ConcurrentHashMap<String, KindTree<V>> trees = new ConcurrentHashMap<>();

  /// @param loader makes the tree of a kind at this revision; may throw [JournalException]
  /// @param candidates kinds of which there may have been objects
  PastImage(
      long revision, Function<String, KindTree<V>> loader, Supplier<SortedSet<String>> candidates) {
    this.revision = revision;
    this.loader = loader;
    this.candidates = candidates;
  }

  private KindTree<V> tree(String kind) {
    var known = trees.get(kind);
    if (known != null) {
      return known;
    }
    // Two may load at once, which is better than one who waits for a disk under a lock of the map.
    var loaded = loader.apply(kind);
    var first = trees.putIfAbsent(kind, loaded);
    return first == null ? loaded : first;
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public @Nullable Versioned<V> get(Key key) {
    return tree(key.kind()).get(key);
  }

  @Override
  public List<Versioned<V>> list(Range range) {
    return tree(range.kind()).list(range);
  }

  @Override
  public int count(Range range) {
    return tree(range.kind()).count(range);
  }

  @Override
  public SortedSet<String> kinds() {
    var kinds = new TreeSet<>(candidates.get());
    kinds.removeIf(kind -> tree(kind).size() == 0);
    return Collections.unmodifiableSortedSet(kinds);
  }
}
