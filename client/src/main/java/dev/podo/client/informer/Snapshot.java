package dev.podo.client.informer;

import dev.podo.foundation.Check;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All objects of a kind as they were at one revision: immutable, and sorted by key.
public final class Snapshot<T extends ApiObject> {
  private final Kind<T> kind;
  private final long revision;
  private final SortedTree<Key, T> objects;
  private final List<Index<T>> indexes;
  private final List<SortedTree<IndexEntry, T>> indexed;

  private record IndexEntry(String value, Key key) implements Comparable<IndexEntry> {
    @Override
    public int compareTo(IndexEntry other) {
      var byValue = value.compareTo(other.value);
      return byValue != 0 ? byValue : key.compareTo(other.key);
    }
  }

  private Snapshot(
      Kind<T> kind,
      long revision,
      SortedTree<Key, T> objects,
      List<Index<T>> indexes,
      List<SortedTree<IndexEntry, T>> indexed) {
    this.kind = kind;
    this.revision = revision;
    this.objects = objects;
    this.indexes = indexes;
    this.indexed = indexed;
  }

  /// @param indexes besides the one by owner, which every snapshot has
  public static <T extends ApiObject> Snapshot<T> of(
      Kind<T> kind, long revision, Iterable<T> objects, List<Index<T>> indexes) {
    var all = new ArrayList<Index<T>>(indexes.size() + 1);
    all.add(Index.byOwner());
    all.addAll(indexes);
    return build(kind, revision, objects, List.copyOf(all));
  }

  private static <T extends ApiObject> Snapshot<T> build(
      Kind<T> kind, long revision, Iterable<T> objects, List<Index<T>> indexes) {
    var sorted = new TreeMap<Key, T>();
    objects.forEach(object -> sorted.put(Key.of(object), object));
    var trees = indexes.stream().map(index -> treeOf(index, sorted)).toList();
    return new Snapshot<>(kind, revision, treeOf(sorted), indexes, trees);
  }

  private static <K extends Comparable<? super K>, T> SortedTree<K, T> treeOf(SortedMap<K, T> map) {
    var entries = new ArrayList<SortedTree.Entry<K, T>>(map.size());
    map.forEach((key, value) -> entries.add(new SortedTree.Entry<>(key, value)));
    return SortedTree.ofSorted(entries);
  }

  private static <T extends ApiObject> SortedTree<IndexEntry, T> treeOf(
      Index<T> index, SortedMap<Key, T> objects) {
    var entries = new TreeMap<IndexEntry, T>();
    objects.forEach((key, object) ->
        index.valuesOf(object).forEach(v -> entries.put(new IndexEntry(v, key), object)));
    return treeOf(entries);
  }

  public Kind<T> kind() {
    return kind;
  }

  /// Every change up to here is in the snapshot, and none after.
  public long revision() {
    return revision;
  }

  public int size() {
    return objects.size();
  }

  public @Nullable T get(Key key) {
    return objects.get(key);
  }

  public @Nullable T get(String namespace, String name) {
    return objects.get(new Key(namespace, name));
  }

  public Selection<T> all() {
    return new Selection<>(() -> new Range<>(objects.from(null), key -> true));
  }

  public Selection<T> in(String namespace) {
    return new Selection<>(() ->
        new Range<>(
            objects.from(new Key(namespace, "")), key -> key.namespace().equals(namespace)));
  }

  /// The objects whose controller is `owner`.
  public Selection<T> ownedBy(ApiObject owner) {
    var uid = owner.metadata().uid();
    return by(Index.byOwner(), uid).where(object -> isControlledBy(object, uid));
  }

  /// The objects that name `uid` among their owners, whether as controller or not.
  public Selection<T> dependentsOf(String uid) {
    return by(Index.byOwner(), uid);
  }

  /// The objects of a namespace that have no controller.
  public Selection<T> orphansIn(String namespace) {
    return by(Index.byOwner(), Index.orphansIn(namespace));
  }

  /// The objects of which `index` gives `value`.
  public Selection<T> by(Index<T> index, String value) {
    var at = indexes.indexOf(index);
    Check.that(at >= 0, "the cache of %s has no index %s", kind.kind(), index);
    var tree = indexed.get(at);
    return new Selection<>(() ->
        new Range<>(
            tree.from(new IndexEntry(value, new Key("", ""))),
            entry -> entry.value().equals(value)));
  }

  /// The same objects, known to be all there is up to a later revision.
  Snapshot<T> at(long later) {
    return new Snapshot<>(kind, later, objects, indexes, indexed);
  }

  Snapshot<T> with(T object, long at) {
    var key = Key.of(object);
    var trees = new ArrayList<SortedTree<IndexEntry, T>>(indexed.size());
    var old = objects.get(key);
    for (int i = 0; i < indexed.size(); i++) {
      trees.add(reindex(indexed.get(i), indexes.get(i), old, object));
    }
    return new Snapshot<>(kind, at, objects.with(key, object), indexes, trees);
  }

  Snapshot<T> without(Key key, long at) {
    var old = objects.get(key);
    if (old == null) {
      return at(at);
    }
    var trees = new ArrayList<SortedTree<IndexEntry, T>>(indexed.size());
    for (int i = 0; i < indexed.size(); i++) {
      trees.add(reindex(indexed.get(i), indexes.get(i), old, null));
    }
    return new Snapshot<>(kind, at, objects.without(key), indexes, trees);
  }

  Snapshot<T> withIndex(Index<T> index) {
    if (indexes.contains(index)) {
      return this;
    }
    var more = new ArrayList<>(indexes);
    more.add(index);
    return build(kind, revision, all(), List.copyOf(more));
  }

  /// Other objects under the same indexes.
  Snapshot<T> replacedBy(Iterable<T> others, long at) {
    return build(kind, at, others, indexes);
  }

  private static <T extends ApiObject> SortedTree<IndexEntry, T> reindex(
      SortedTree<IndexEntry, T> tree, Index<T> index, @Nullable T old, @Nullable T now) {
    var out = tree;
    if (old != null) {
      var kept = now == null ? List.<String>of() : index.valuesOf(now);
      for (var value : index.valuesOf(old)) {
        out = kept.contains(value) ? out : out.without(new IndexEntry(value, Key.of(old)));
      }
    }
    if (now != null) {
      for (var value : index.valuesOf(now)) {
        out = out.with(new IndexEntry(value, Key.of(now)), now);
      }
    }
    return out;
  }

  private static boolean isControlledBy(ApiObject object, String uid) {
    for (var owner : object.metadata().ownerReferences()) {
      if (owner.uid().equals(uid) && Boolean.TRUE.equals(owner.controller())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return kind.kind() + "@" + revision + all();
  }

  /// The values of a tree's entries while their keys belong.
  private static final class Range<K, T> implements Iterator<T> {
    private final Iterator<SortedTree.Entry<K, T>> entries;
    private final Predicate<K> belongs;
    private @Nullable T next;

    Range(Iterator<SortedTree.Entry<K, T>> entries, Predicate<K> belongs) {
      this.entries = entries;
      this.belongs = belongs;
      advance();
    }

    private void advance() {
      var entry = entries.hasNext() ? entries.next() : null;
      next = entry != null && belongs.test(entry.key()) ? entry.value() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public T next() {
      var out = next;
      if (out == null) {
        throw new NoSuchElementException();
      }
      advance();
      return out;
    }
  }
}
