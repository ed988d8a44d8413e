package dev.podo.store;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Everything in the store as it is at one revision. It never changes, whoever holds it, and
/// reading it takes no lock.
public interface Image<V> {
  long revision();

  @Nullable Versioned<V> get(Key key);

  /// The objects of a range in key order: a view, nothing is copied. Its size is known at once.
  List<Versioned<V>> list(Range range);

  /// How many objects a range covers, its limit aside: what `remainingItemCount` is made of. Costs
  /// no more than a look-up.
  int count(Range range);

  /// The kinds of which there are objects, in order.
  SortedSet<String> kinds();

  default List<Versioned<V>> list(String kind) {
    return list(Range.of(kind));
  }

  default List<Versioned<V>> list(String kind, String namespace) {
    return list(Range.of(kind).in(namespace));
  }

  default int count(String kind) {
    return count(Range.of(kind));
  }

  default int count(String kind, String namespace) {
    return count(Range.of(kind).in(namespace));
  }
}
