package dev.podo.cel.value;

import java.util.ArrayList;
import java.util.List;

/// A list that an expression makes. Adding to the end of the longest list over some elements shares
/// them, so that collecting n elements one by one costs n.
public final class PlainList extends ListValue {
  public static final PlainList EMPTY = new PlainList(List.of());

  private final List<Object> shared;
  private final int size;

  public PlainList(List<?> elements) {
    this(new ArrayList<>(elements), elements.size());
  }

  private PlainList(List<Object> shared, int size) {
    this.shared = shared;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object get(int index) {
    return shared.get(index);
  }

  @Override
  public ListValue plus(ListValue other) {
    // Constants are folded once and used by many threads: what is empty is never grown in place.
    var room = size > 0 && shared.size() == size && growable;
    var all = room ? shared : new ArrayList<>(shared.subList(0, size));
    for (var i = 0; i < other.size(); i++) {
      all.add(other.get(i));
    }
    var sum = new PlainList(all, size + other.size());
    sum.growable = true;
    return sum;
  }

  /// Whether only one evaluation can see the elements.
  private boolean growable;
}
