package dev.podo.client.informer;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map. A change copies the path to it and shares the rest, so that an image of
/// 300,000 objects moves on by one object at the price of some twenty small nodes.
///
/// A balanced tree after Adelson-Velsky and Landis: siblings' heights differ by at most one.
final class SortedTree<K extends Comparable<? super K>, V> {
  private static final SortedTree<?, ?> EMPTY = new SortedTree<String, Object>(null);

  private final @Nullable Node<K, V> root;

  private SortedTree(@Nullable Node<K, V> root) {
    this.root = root;
  }

  record Entry<K, V>(K key, V value) {}

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height, int size) {
    static <K, V> Node<K, V> of(
        Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      var height = 1 + Math.max(heightOf(left), heightOf(right));
      return new Node<>(
          entry.key(), entry.value(), left, right, height, 1 + sizeOf(left) + sizeOf(right));
    }

    Entry<K, V> entry() {
      return new Entry<>(key, value);
    }
  }

  @SuppressWarnings("unchecked") // it holds nothing
  static <K extends Comparable<? super K>, V> SortedTree<K, V> empty() {
    return (SortedTree<K, V>) EMPTY;
  }

  /// @param entries in strictly ascending order of keys
  static <K extends Comparable<? super K>, V> SortedTree<K, V> ofSorted(List<Entry<K, V>> entries) {
    return new SortedTree<>(build(entries));
  }

  int size() {
    return sizeOf(root);
  }

  int height() {
    return heightOf(root);
  }

  @Nullable V get(K key) {
    var node = root;
    while (node != null) {
      var order = key.compareTo(node.key());
      if (order == 0) {
        return node.value();
      }
      node = order < 0 ? node.left() : node.right();
    }
    return null;
  }

  SortedTree<K, V> with(K key, V value) {
    return new SortedTree<>(insert(root, new Entry<>(key, value)));
  }

  SortedTree<K, V> without(K key) {
    return get(key) == null ? this : new SortedTree<>(remove(root, key));
  }

  /// The entries from `key` on, in order; all of them for null.
  Iterator<Entry<K, V>> from(@Nullable K key) {
    return new Ascent<>(root, key);
  }

  private static int heightOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height();
  }

  private static int sizeOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size();
  }

  private static <K, V> @Nullable Node<K, V> build(List<Entry<K, V>> entries) {
    if (entries.isEmpty()) {
      return null;
    }
    var middle = entries.size() / 2;
    return Node.of(
        entries.get(middle),
        build(entries.subList(0, middle)),
        build(entries.subList(middle + 1, entries.size())));
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> insert(
      @Nullable Node<K, V> node, Entry<K, V> entry) {
    if (node == null) {
      return Node.of(entry, null, null);
    }
    var order = entry.key().compareTo(node.key());
    if (order == 0) {
      return Node.of(entry, node.left(), node.right());
    }
    return order < 0
        ? balance(node.entry(), insert(node.left(), entry), node.right())
        : balance(node.entry(), node.left(), insert(node.right(), entry));
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    var order = key.compareTo(node.key());
    if (order < 0) {
      return balance(node.entry(), remove(node.left(), key), node.right());
    }
    if (order > 0) {
      return balance(node.entry(), node.left(), remove(node.right(), key));
    }
    var right = node.right();
    if (right == null) {
      return node.left();
    }
    var successor = leftmost(right);
    return balance(successor, node.left(), remove(right, successor.key()));
  }

  private static <K, V> Entry<K, V> leftmost(Node<K, V> node) {
    var at = node;
    for (var next = at.left(); next != null; next = at.left()) {
      at = next;
    }
    return at.entry();
  }

  private static <K, V> Node<K, V> balance(
      Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left != null && heightOf(left) > heightOf(right) + 1) {
      return heightOf(left.left()) >= heightOf(left.right())
          ? rotateRight(entry, left, right)
          : rotateRight(entry, rotateLeft(left), right);
    }
    if (right != null && heightOf(right) > heightOf(left) + 1) {
      return heightOf(right.right()) >= heightOf(right.left())
          ? rotateLeft(Node.of(entry, left, right))
          : rotateLeft(Node.of(entry, left, rotateRight(right)));
    }
    return Node.of(entry, left, right);
  }

  private static <K, V> Node<K, V> rotateRight(Node<K, V> node) {
    var left = node.left();
    return left == null ? node : rotateRight(node.entry(), left, node.right());
  }

  private static <K, V> Node<K, V> rotateRight(
      Entry<K, V> entry, Node<K, V> left, @Nullable Node<K, V> right) {
    return Node.of(left.entry(), left.left(), Node.of(entry, left.right(), right));
  }

  private static <K, V> Node<K, V> rotateLeft(Node<K, V> node) {
    var right = node.right();
    return right == null
        ? node
        : Node.of(right.entry(), Node.of(node.entry(), node.left(), right.left()), right.right());
  }

  /// Walks up in the order of keys; the stack holds the nodes whose left side is done.
  private static final class Ascent<K extends Comparable<? super K>, V>
      implements Iterator<Entry<K, V>> {
    private final ArrayDeque<Node<K, V>> path = new ArrayDeque<>();

    Ascent(@Nullable Node<K, V> root, @Nullable K from) {
      var node = root;
      while (node != null) {
        if (from == null || node.key().compareTo(from) >= 0) {
          path.push(node);
          node = node.left();
        } else {
          node = node.right();
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public Entry<K, V> next() {
      var node = path.poll();
      if (node == null) {
        throw new NoSuchElementException();
      }
      for (var next = node.right(); next != null; next = next.left()) {
        path.push(next);
      }
      return node.entry();
    }
  }
}
