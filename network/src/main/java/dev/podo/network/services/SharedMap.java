package dev.podo.network.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map whose versions share what they have in common. A change, and finding
/// what differs between two versions, costs what has changed and hardly what there is.
///
/// A treap (Seidel and Aragon) with ranks drawn from the keys: the shape hangs on the content only,
/// so that equal parts of two versions are one and the same, whatever the way from one to the
/// other.
public final class SharedMap<K extends Comparable<? super K>, V> {
  private final @Nullable Node<K, V> root;

  private SharedMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  private record Node<K extends Comparable<? super K>, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int size) {
    static <K extends Comparable<? super K>, V> Node<K, V> of(
        K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      return new Node<>(key, value, left, right, 1 + sizeOf(left) + sizeOf(right));
    }
  }

  /// What is before a key, at it and after it.
  private record Split<K extends Comparable<? super K>, V>(
      @Nullable Node<K, V> before, @Nullable V at, @Nullable Node<K, V> after) {}

  /// Is told of one key; a value is null where the key is not there.
  @FunctionalInterface
  public interface Difference<K, V> {
    void at(K key, @Nullable V before, @Nullable V after);
  }

  public static <K extends Comparable<? super K>, V> SharedMap<K, V> empty() {
    return new SharedMap<>(null);
  }

  public int size() {
    return sizeOf(root);
  }

  public @Nullable V get(K key) {
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

  public V getOrDefault(K key, V other) {
    return Objects.requireNonNullElse(get(key), other);
  }

  public SharedMap<K, V> with(K key, V value) {
    return new SharedMap<>(insert(root, key, value));
  }

  public SharedMap<K, V> without(K key) {
    return get(key) == null ? this : new SharedMap<>(remove(root, key));
  }

  /// In the order of keys.
  public void forEach(BiConsumer<? super K, ? super V> action) {
    forEach(root, action);
  }

  /// The keys in their order.
  public List<K> keys() {
    var out = new ArrayList<K>(size());
    forEach((key, value) -> out.add(key));
    return out;
  }

  /// Tells where `after` differs from this, in the order of keys.
  public void differences(SharedMap<K, V> after, Difference<? super K, ? super V> told) {
    differences(root, after.root, told);
  }

  /// By content.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedMap<?, ?> that && Objects.equals(root, that.root);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(root);
  }

  @Override
  public String toString() {
    var out = new StringBuilder("{");
    forEach((key, value) ->
        out.append(out.length() == 1 ? "" : ", ").append(key).append('=').append(value));
    return out.append('}').toString();
  }

  private static int sizeOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size();
  }

  /// Whether a node with the key `a` stands above one with `b`.
  private static <K extends Comparable<? super K>> boolean isAbove(K a, K b) {
    var first = rank(a);
    var second = rank(b);
    return first == second ? a.compareTo(b) < 0 : first > second;
  }

  /// The hash with its bits well mixed: hashes of similar keys are similar.
  private static int rank(Object key) {
    var hash = key.hashCode();
    hash = (hash ^ hash >>> 16) * 0x7feb352d;
    hash = (hash ^ hash >>> 15) * 0x846ca68b;
    return hash ^ hash >>> 16;
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> insert(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return Node.of(key, value, null, null);
    }
    var order = key.compareTo(node.key());
    if (order == 0) {
      return Node.of(key, value, node.left(), node.right());
    }
    if (isAbove(key, node.key())) {
      var parts = split(node, key);
      return Node.of(key, value, parts.before(), parts.after());
    }
    return order < 0
        ? Node.of(node.key(), node.value(), insert(node.left(), key, value), node.right())
        : Node.of(node.key(), node.value(), node.left(), insert(node.right(), key, value));
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    var order = key.compareTo(node.key());
    if (order == 0) {
      return merge(node.left(), node.right());
    }
    return order < 0
        ? Node.of(node.key(), node.value(), remove(node.left(), key), node.right())
        : Node.of(node.key(), node.value(), node.left(), remove(node.right(), key));
  }

  /// @param before whose keys are all before those of `after`
  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> merge(
      @Nullable Node<K, V> before, @Nullable Node<K, V> after) {
    if (before == null) {
      return after;
    }
    if (after == null) {
      return before;
    }
    return isAbove(before.key(), after.key())
        ? Node.of(before.key(), before.value(), before.left(), merge(before.right(), after))
        : Node.of(after.key(), after.value(), merge(before, after.left()), after.right());
  }

  private static <K extends Comparable<? super K>, V> Split<K, V> split(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return new Split<>(null, null, null);
    }
    var order = key.compareTo(node.key());
    if (order == 0) {
      return new Split<>(node.left(), node.value(), node.right());
    }
    if (order < 0) {
      var parts = split(node.left(), key);
      var after = Node.of(node.key(), node.value(), parts.after(), node.right());
      return new Split<>(parts.before(), parts.at(), after);
    }
    var parts = split(node.right(), key);
    var before = Node.of(node.key(), node.value(), node.left(), parts.before());
    return new Split<>(before, parts.at(), parts.after());
  }

  private static <K extends Comparable<? super K>, V> void forEach(
      @Nullable Node<K, V> node, BiConsumer<? super K, ? super V> action) {
    if (node != null) {
      forEach(node.left(), action);
      action.accept(node.key(), node.value());
      forEach(node.right(), action);
    }
  }

  @SuppressWarnings("ReferenceEquality") // What is shared is the same and need not be looked at.
  private static <K extends Comparable<? super K>, V> void differences(
      @Nullable Node<K, V> from, @Nullable Node<K, V> to, Difference<? super K, ? super V> told) {
    if (from == to) {
      return;
    }
    if (to == null || (from != null && isAbove(from.key(), to.key()))) {
      var top = Objects.requireNonNull(from);
      var parts = split(to, top.key());
      differences(top.left(), parts.before(), told);
      tell(top.key(), top.value(), parts.at(), told);
      differences(top.right(), parts.after(), told);
    } else {
      var parts = split(from, to.key());
      differences(parts.before(), to.left(), told);
      tell(to.key(), parts.at(), to.value(), told);
      differences(parts.after(), to.right(), told);
    }
  }

  private static <K, V> void tell(
      K key, @Nullable V before, @Nullable V after, Difference<? super K, ? super V> told) {
    if (!Objects.equals(before, after)) {
      told.at(key, before, after);
    }
  }
}
