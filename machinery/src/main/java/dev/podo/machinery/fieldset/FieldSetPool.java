package dev.podo.machinery.fieldset;

import dev.podo.model.FrozenMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Shares equal parts of sets between objects: ten thousand Pods of one ReplicaSet have the same
/// managed fields but for an address each. The pool is bounded and forgets: a part that finds its
/// place taken takes it, so that what is often seen stays shared and what is seen once costs
/// nothing for long.
@SuppressWarnings("ReferenceEquality") // What is shared is told by identity.
public final class FieldSetPool {
  private static final int SLOTS = 1 << 13;

  private final AtomicReferenceArray<@Nullable FrozenMap<Object>> nodes =
      new AtomicReferenceArray<>(SLOTS);
  private final AtomicReferenceArray<@Nullable String> elements = new AtomicReferenceArray<>(SLOTS);

  /// The set with as many of its parts as possible shared with sets that came before.
  public FieldSet share(FieldSet set) {
    var tree = new Pass().share(set.tree());
    return tree == set.tree() ? set : new FieldSet(tree);
  }

  /// One walk through a set. A node's place follows from what is in it and not from where it lies
  /// in memory, so that the same sets share the same parts in every process.
  private final class Pass {
    /// Of the content of the node that was shared last.
    private int hash;

    FrozenMap<Object> share(FrozenMap<Object> node) {
      if (node.isEmpty()) {
        hash = 1;
        return FieldSet.MEMBER;
      }
      var keys = new String[node.size()];
      var values = new @Nullable Object[node.size()];
      var content = 0;
      var same = true;
      for (var i = 0; i < keys.length; i++) {
        keys[i] = shared(node.keyAt(i));
        var below = FieldSet.node(node.valueAt(i));
        values[i] = share(below == null ? FieldSet.MEMBER : below);
        same = same && keys[i] == node.keyAt(i) && values[i] == below;
        content = 31 * (31 * content + keys[i].hashCode()) + hash;
      }
      hash = content;
      var slot = slot(content);
      var known = nodes.get(slot);
      if (known != null && isSame(known, keys, values)) {
        return known;
      }
      FrozenMap<Object> shared = same ? node : FrozenMap.ofSorted(keys, values);
      nodes.set(slot, shared);
      return shared;
    }
  }

  /// Whether a pooled node has these keys and these very values.
  private static boolean isSame(FrozenMap<Object> known, String[] keys, @Nullable Object[] values) {
    if (known.size() != keys.length) {
      return false;
    }
    for (var i = 0; i < keys.length; i++) {
      if (known.valueAt(i) != values[i] || !known.keyAt(i).equals(keys[i])) {
        return false;
      }
    }
    return true;
  }

  private String shared(String element) {
    var slot = slot(element.hashCode());
    var known = elements.get(slot);
    if (known != null && known.equals(element)) {
      return known;
    }
    elements.set(slot, element);
    return element;
  }

  private static int slot(int hash) {
    var mixed = hash * 0x9e3779b9;
    return (mixed ^ (mixed >>> 16)) & (SLOTS - 1);
  }
}
