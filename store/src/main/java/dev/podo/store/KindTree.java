package dev.podo.store;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The objects of one kind, sorted: a persistent B+ tree. A change copies the path to one leaf and
/// shares everything else with the tree before, so that a thousand images cost little more than
/// one. Every node knows its size, so positions are found as fast as keys, and a list is a view
/// from one position to another.
final class KindTree<V> {
  private final String kind;
  private final @Nullable Node<V> root;

  private KindTree(String kind, @Nullable Node<V> root) {
    this.kind = kind;
    this.root = root;
  }

  static <V> KindTree<V> empty(String kind) {
    return new KindTree<>(kind, null);
  }

  /// Builds a tree at once.
  ///
  /// @param entries of the kind, in any order, best in theirs; no key twice
  static <V> KindTree<V> of(String kind, List<Versioned<V>> entries) {
    var sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(Versioned::key, Key::compareInKind));
    var level = new ArrayList<Node<V>>();
    for (int i = 0; i < sorted.size(); i += Node.FILL) {
      var part = sorted.subList(i, Math.min(i + Node.FILL, sorted.size()));
      level.add(new Leaf<>(part.toArray(Node.newEntries(part.size()))));
    }
    while (level.size() > 1) {
      var above = new ArrayList<Node<V>>();
      for (int i = 0; i < level.size(); i += Node.FILL) {
        var part = level.subList(i, Math.min(i + Node.FILL, level.size()));
        above.add(new Branch<>(part.toArray(Node.newNodes(part.size()))));
      }
      level = above;
    }
    return new KindTree<>(kind, level.isEmpty() ? null : level.get(0));
  }

  String kind() {
    return kind;
  }

  int size() {
    return root == null ? 0 : root.size;
  }

  @Nullable Versioned<V> get(Key key) {
    return root == null ? null : root.get(key);
  }

  /// This tree with an entry added, or in the place of the one that has its key.
  KindTree<V> with(Versioned<V> entry) {
    if (root == null) {
      return of(kind, List.of(entry));
    }
    var nodes = root.put(entry);
    return new KindTree<>(kind, nodes.length == 1 ? nodes[0] : new Branch<>(nodes));
  }

  /// This tree without the entry of a key.
  KindTree<V> without(Key key) {
    if (root == null) {
      return this;
    }
    var less = root.remove(key);
    while (less instanceof Branch<V> branch && branch.children.length == 1) {
      less = branch.children[0];
    }
    return new KindTree<>(kind, less);
  }

  /// What a range covers, as a view.
  List<Versioned<V>> list(Range range) {
    int from = start(range);
    int to = Math.max(from, end(range));
    return new Slice<>(root, from, Math.min(to - from, range.limit()));
  }

  /// How many entries a range covers, its limit aside.
  int count(Range range) {
    return Math.max(0, end(range) - start(range));
  }

  private int start(Range range) {
    var namespace = range.namespace();
    int first = namespace == null ? 0 : rank(namespace, "");
    var after = range.after();
    // NUL is the least character: nothing lies between a name and the name with NUL behind it.
    return after == null ? first : Math.max(first, rank(after.namespace(), after.name() + '\0'));
  }

  private int end(Range range) {
    var namespace = range.namespace();
    return namespace == null ? size() : rank(namespace + '\0', "");
  }

  /// How many entries come before this place.
  private int rank(String namespace, String name) {
    return root == null ? 0 : root.rank(namespace, name);
  }

  private static int compare(Key key, String namespace, String name) {
    var byNamespace = key.namespace().compareTo(namespace);
    return byNamespace != 0 ? byNamespace : key.name().compareTo(name);
  }

  private abstract static sealed class Node<V> permits Leaf, Branch {
    static final int MOST = 32;
    static final int LEAST = 10;

    /// How full a node is when many are built at once: the next few changes find room.
    static final int FILL = 24;

    final int size;
    final Key first;

    Node(int size, Key first) {
      this.size = size;
      this.first = first;
    }

    abstract @Nullable Versioned<V> get(Key key);

    abstract int rank(String namespace, String name);

    /// This node with an entry put: one node, or two when it had to be split.
    abstract Node<V>[] put(Versioned<V> entry);

    /// This node without a key; null when nothing is left.
    abstract @Nullable Node<V> remove(Key key);

    abstract boolean isSparse();

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be made otherwise
    static <V> Node<V>[] newNodes(int length) {
      return (Node<V>[]) new Node[length];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be made otherwise
    static <V> Versioned<V>[] newEntries(int length) {
      return (Versioned<V>[]) new Versioned[length];
    }

    static <T> T[] inserted(T[] array, int at, T item) {
      var copy = Arrays.copyOf(array, array.length + 1);
      System.arraycopy(array, at, copy, at + 1, array.length - at);
      copy[at] = item;
      return copy;
    }

    static <T> T[] replaced(T[] array, int at, T item) {
      var copy = array.clone();
      copy[at] = item;
      return copy;
    }

    /// The array with `count` items from `at` on replaced by others.
    static <T> T[] spliced(T[] array, int at, int count, T[] items) {
      var copy = Arrays.copyOf(array, array.length - count + items.length);
      System.arraycopy(items, 0, copy, at, items.length);
      int rest = at + count;
      System.arraycopy(array, rest, copy, at + items.length, array.length - rest);
      return copy;
    }

    static <T> T[] joined(T[] left, T[] right) {
      return spliced(left, left.length, 0, right);
    }
  }

  private static final class Leaf<V> extends Node<V> {
    final Versioned<V>[] entries;

    Leaf(Versioned<V>[] entries) {
      super(entries.length, entries[0].key());
      this.entries = entries;
    }

    /// Where a place is, or would be as -(place) - 1.
    private int find(String namespace, String name) {
      int low = 0;
      int high = entries.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = compare(entries[middle].key(), namespace, name);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -low - 1;
    }

    @Override
    @Nullable Versioned<V> get(Key key) {
      int at = find(key.namespace(), key.name());
      return at < 0 ? null : entries[at];
    }

    @Override
    int rank(String namespace, String name) {
      int at = find(namespace, name);
      return at < 0 ? -at - 1 : at;
    }

    @Override
    Node<V>[] put(Versioned<V> entry) {
      int at = find(entry.key().namespace(), entry.key().name());
      return cut(at < 0 ? inserted(entries, -at - 1, entry) : replaced(entries, at, entry));
    }

    static <V> Node<V>[] cut(Versioned<V>[] entries) {
      if (entries.length <= MOST) {
        Node<V>[] one = newNodes(1);
        one[0] = new Leaf<>(entries);
        return one;
      }
      int half = entries.length / 2;
      Node<V>[] two = newNodes(2);
      two[0] = new Leaf<>(Arrays.copyOfRange(entries, 0, half));
      two[1] = new Leaf<>(Arrays.copyOfRange(entries, half, entries.length));
      return two;
    }

    @Override
    @Nullable Node<V> remove(Key key) {
      int at = find(key.namespace(), key.name());
      if (at < 0) {
        return this;
      }
      return entries.length == 1 ? null : new Leaf<>(spliced(entries, at, 1, newEntries(0)));
    }

    @Override
    boolean isSparse() {
      return entries.length < LEAST;
    }
  }

  private static final class Branch<V> extends Node<V> {
    final Node<V>[] children;

    Branch(Node<V>[] children) {
      super(sum(children), children[0].first);
      this.children = children;
    }

    private static int sum(Node<?>[] nodes) {
      int sum = 0;
      for (var node : nodes) {
        sum += node.size;
      }
      return sum;
    }

    /// The child in which a place is.
    private int child(String namespace, String name) {
      int low = 1;
      int high = children.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (compare(children[middle].first, namespace, name) <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return low - 1;
    }

    @Override
    @Nullable Versioned<V> get(Key key) {
      return children[child(key.namespace(), key.name())].get(key);
    }

    @Override
    int rank(String namespace, String name) {
      int at = child(namespace, name);
      int before = 0;
      for (int i = 0; i < at; i++) {
        before += children[i].size;
      }
      return before + children[at].rank(namespace, name);
    }

    @Override
    Node<V>[] put(Versioned<V> entry) {
      int at = child(entry.key().namespace(), entry.key().name());
      return cut(spliced(children, at, 1, children[at].put(entry)));
    }

    static <V> Node<V>[] cut(Node<V>[] children) {
      if (children.length <= MOST) {
        Node<V>[] one = newNodes(1);
        one[0] = new Branch<>(children);
        return one;
      }
      int half = children.length / 2;
      Node<V>[] two = newNodes(2);
      two[0] = new Branch<>(Arrays.copyOfRange(children, 0, half));
      two[1] = new Branch<>(Arrays.copyOfRange(children, half, children.length));
      return two;
    }

    @Override
    @Nullable Node<V> remove(Key key) {
      int at = child(key.namespace(), key.name());
      var less = children[at].remove(key);
      if (less == null) {
        return children.length == 1
            ? null
            : new Branch<>(spliced(children, at, 1, Node.<V>newNodes(0)));
      }
      if (less.equals(children[at])) {
        return this;
      }
      var changed = replaced(children, at, less);
      if (!less.isSparse() || changed.length == 1) {
        return new Branch<>(changed);
      }
      int left = at == 0 ? 0 : at - 1;
      return new Branch<>(spliced(changed, left, 2, merge(changed[left], changed[left + 1])));
    }

    private static <V> Node<V>[] merge(Node<V> left, Node<V> right) {
      if (left instanceof Leaf<V> a && right instanceof Leaf<V> b) {
        return Leaf.cut(joined(a.entries, b.entries));
      }
      return cut(joined(((Branch<V>) left).children, ((Branch<V>) right).children));
    }

    @Override
    boolean isSparse() {
      return children.length < LEAST;
    }
  }

  /// Finds the leaf of a position, and where in the leaf it is.
  private static <V> Leaf<V> leafAt(Node<V> root, int position, int[] offset) {
    var node = root;
    int left = position;
    while (node instanceof Branch<V> branch) {
      int i = 0;
      while (left >= branch.children[i].size) {
        left -= branch.children[i].size;
        i++;
      }
      node = branch.children[i];
    }
    offset[0] = left;
    return (Leaf<V>) node;
  }

  /// A part of a tree as an immutable list.
  private static final class Slice<V> extends AbstractList<Versioned<V>> implements RandomAccess {
    private final @Nullable Node<V> root;
    private final int from;
    private final int size;

    Slice(@Nullable Node<V> root, int from, int size) {
      this.root = root;
      this.from = from;
      this.size = size;
    }

    @Override
    public Versioned<V> get(int index) {
      if (root == null || index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      var offset = new int[1];
      return leafAt(root, from + index, offset).entries[offset[0]];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Iterator<Versioned<V>> iterator() {
      return new SliceIterator<>(root, from, from + size);
    }
  }

  private static final class SliceIterator<V> implements Iterator<Versioned<V>> {
    private final @Nullable Node<V> root;
    private final int end;
    private final int[] offset = new int[1];
    private int next;
    private @Nullable Leaf<V> leaf;

    SliceIterator(@Nullable Node<V> root, int from, int end) {
      this.root = root;
      this.next = from;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public Versioned<V> next() {
      if (root == null || next >= end) {
        throw new NoSuchElementException();
      }
      if (leaf == null || offset[0] == leaf.entries.length) {
        leaf = leafAt(root, next, offset);
      }
      next++;
      return leaf.entries[offset[0]++];
    }
  }
}
