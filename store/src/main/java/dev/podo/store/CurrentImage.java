package dev.podo.store;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An image made of one tree per kind.
final class CurrentImage<V> implements Image<V> {
  private final long revision;
  private final SortedMap<String, KindTree<V>> trees;

  private CurrentImage(long revision, SortedMap<String, KindTree<V>> trees) {
    this.revision = revision;
    this.trees = trees;
  }

  static <V> CurrentImage<V> of(long revision, Collection<KindTree<V>> trees) {
    return new CurrentImage<V>(revision, Collections.emptySortedMap()).with(revision, trees);
  }

  /// The next image: these trees in the place of those of the same kinds.
  CurrentImage<V> with(long nextRevision, Collection<KindTree<V>> changed) {
    var next = new TreeMap<>(trees);
    for (var tree : changed) {
      next.put(tree.kind(), tree);
    }
    return new CurrentImage<>(nextRevision, next);
  }

  KindTree<V> tree(String kind) {
    var tree = trees.get(kind);
    return tree == null ? KindTree.empty(kind) : tree;
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
    var kinds = new TreeSet<String>();
    for (var tree : trees.values()) {
      if (tree.size() > 0) {
        kinds.add(tree.kind());
      }
    }
    return Collections.unmodifiableSortedSet(kinds);
  }
}
