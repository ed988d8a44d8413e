package dev.podo.machinery.apply;

import static dev.podo.machinery.apply.Values.ABSENT;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Merges an applied configuration into a live object: what the configuration says holds, what it
/// does not mention stays. Trees only.
@SuppressWarnings("ReferenceEquality") // Absent is one value; so is a shared part.
final class Merger {
  private Merger() {}

  static @Nullable Object merge(Shape shape, @Nullable Object live, @Nullable Object applied) {
    if (applied == ABSENT) {
      return live;
    }
    if (live == ABSENT) {
      return applied;
    }
    return switch (shape) {
      case Leaf leaf -> applied;
      case Anything anything -> applied;
      case ListShape list ->
          list.isAtomic() || (Values.isEmpty(live) && Values.isEmpty(applied))
              ? applied
              : new MergedList(list, Values.elements(live), Values.elements(applied)).elements();
      case MapShape map ->
          map.atomic() || (Values.isEmpty(live) && Values.isEmpty(applied))
              ? applied
              : object(map, live, applied);
      case Deduced deduced -> deduced(deduced, live, applied);
    };
  }

  private static @Nullable Object deduced(
      Deduced shape, @Nullable Object live, @Nullable Object applied) {
    var isObject = applied == null ? live instanceof Map<?, ?> : applied instanceof Map<?, ?>;
    return isObject && (live == null || live instanceof Map<?, ?>)
        ? merge(shape.resolve(applied == null ? live : applied), live, applied)
        : applied;
  }

  private static Object object(MapShape shape, @Nullable Object live, @Nullable Object applied) {
    var merged = new LinkedHashMap<String, @Nullable Object>(Values.entries(live));
    var config = Values.entries(applied);
    for (var i = 0; i < config.size(); i++) {
      var name = config.keyAt(i);
      var child = shape.child(name);
      var before = merged.containsKey(name) ? merged.get(name) : ABSENT;
      merged.put(name, merge(child == null ? Deduced.SHAPE : child, before, config.valueAt(i)));
    }
    return Trees.frozen(merged);
  }

  /// The elements that the configuration lists, in its order, woven into those that only the live
  /// list has, which keep their places among what both have.
  private static final class MergedList {
    private final ListShape shape;
    private final List<?> live;
    private final List<String> liveKeys;
    private final List<?> applied;
    private final List<String> appliedKeys;
    private final Map<String, @Nullable Object> liveByKey = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final ArrayDeque<String> shared = new ArrayDeque<>();
    private final List<@Nullable Object> out = new ArrayList<>();

    MergedList(ListShape shape, List<?> live, List<?> applied) {
      this.shape = shape;
      this.live = live;
      this.applied = applied;
      this.liveKeys = live.stream().map(shape::pathElement).toList();
      this.appliedKeys = applied.stream().map(shape::pathElement).toList();
      for (var i = 0; i < live.size(); i++) {
        var key = liveKeys.get(i);
        // Elements that cannot be told from each other are replaced, not merged with.
        liveByKey.put(key, liveByKey.containsKey(key) ? null : live.get(i));
      }
      appliedKeys.stream().filter(liveByKey::containsKey).forEach(shared::add);
    }

    List<@Nullable Object> elements() {
      var listed = new HashSet<>(appliedKeys);
      var l = 0;
      var r = 0;
      while (l < live.size() || r < applied.size()) {
        var key = l < live.size() ? liveKeys.get(l) : null;
        if (key != null && !listed.contains(key)) {
          out.add(live.get(l++));
        } else if (key != null && r < applied.size() && key.equals(appliedKeys.get(r))) {
          l++;
          add(r++);
          shared.poll();
        } else if (key != null && r < applied.size() && isNotNext(key)) {
          l++;
        } else {
          if (key != null && done.contains(key)) {
            l++;
          }
          if (r < applied.size()) {
            add(r);
            if (appliedKeys.get(r++).equals(shared.peek())) {
              shared.poll();
            }
          }
        }
      }
      return Trees.frozen(out);
    }

    /// Whether both have the element, but another one of those comes first in the configuration.
    private boolean isNotNext(String key) {
      return !shared.isEmpty() && !key.equals(shared.peek());
    }

    private void add(int index) {
      var key = appliedKeys.get(index);
      done.add(key);
      var before = liveByKey.containsKey(key) ? liveByKey.get(key) : ABSENT;
      out.add(merge(shape.element(), before, applied.get(index)));
    }
  }
}
