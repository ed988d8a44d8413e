package dev.podo.cel.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A list. Its elements are made when they are asked for.
public abstract class ListValue {
  /// How lists are compared and added, which their schema tells.
  public enum Order {
    /// Element by element.
    ATOMIC,
    /// As sets of scalars.
    SET,
    /// As maps by the fields that identify their elements.
    MAP
  }

  public abstract int size();

  /// @param index from 0; the caller has checked it
  public abstract Object get(int index);

  public Order order() {
    return Order.ATOMIC;
  }

  /// The fields that identify an element, as identifiers.
  public List<String> keys() {
    return List.of();
  }

  /// The element at an index that an expression gives.
  public final Object at(long index) {
    if (index < 0 || index >= size()) {
      throw new EvaluationError("index out of bounds: " + index);
    }
    return get((int) index);
  }

  public final boolean contains(Object wanted) {
    for (var i = 0; i < size(); i++) {
      if (Values.equal(get(i), wanted)) {
        return true;
      }
    }
    return false;
  }

  public final List<Object> toList() {
    var all = new ArrayList<Object>(size());
    for (var i = 0; i < size(); i++) {
      all.add(get(i));
    }
    return all;
  }

  /// What identifies an element within its list.
  private Object identity(Object element) {
    if (order() == Order.SET || !(element instanceof MapValue map)) {
      return new Values.Key(element);
    }
    var parts = new ArrayList<Object>();
    for (var key : keys()) {
      var part = map.find(key);
      parts.add(part == null ? Null.NULL : new Values.Key(part));
    }
    return parts.size() == 1 ? parts.get(0) : parts;
  }

  private Map<Object, Object> byIdentity() {
    var all = new LinkedHashMap<Object, Object>();
    for (var i = 0; i < size(); i++) {
      all.put(identity(get(i)), get(i));
    }
    return all;
  }

  /// Whether another list equals this one, by this one's order.
  final boolean isEqual(ListValue other) {
    if (size() != other.size()) {
      return false;
    }
    if (order() != Order.ATOMIC) {
      return isEqualUnordered(other);
    }
    for (var i = 0; i < size(); i++) {
      if (!Values.equal(get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isEqualUnordered(ListValue other) {
    var mine = byIdentity();
    for (var i = 0; i < other.size(); i++) {
      var theirs = other.get(i);
      var same = mine.get(identity(theirs));
      if (same == null || !Values.equal(same, theirs)) {
        return false;
      }
    }
    return true;
  }

  /// This list and another: with the order of sets without those that are here already, with that
  /// of maps replacing those of the same identity.
  public ListValue plus(ListValue other) {
    if (order() == Order.ATOMIC) {
      return new PlainList(toList()).plus(other);
    }
    var all = byIdentity();
    for (var i = 0; i < other.size(); i++) {
      var element = other.get(i);
      if (order() == Order.MAP) {
        all.put(identity(element), element);
      } else {
        all.putIfAbsent(identity(element), element);
      }
    }
    return new OrderedList(new ArrayList<>(all.values()), order(), keys());
  }

  /// A sum of lists that have an order.
  private static final class OrderedList extends ListValue {
    private final List<Object> elements;
    private final Order order;
    private final List<String> keys;

    OrderedList(List<Object> elements, Order order, List<String> keys) {
      this.elements = elements;
      this.order = order;
      this.keys = keys;
    }

    @Override
    public int size() {
      return elements.size();
    }

    @Override
    public Object get(int index) {
      return elements.get(index);
    }

    @Override
    public Order order() {
      return order;
    }

    @Override
    public List<String> keys() {
      return keys;
    }
  }

  @Override
  public final String toString() {
    return toList().toString();
  }
}
