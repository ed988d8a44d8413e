package dev.podo.client.informer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Some objects of a snapshot, in a defined order: that of their keys, unless sorted otherwise. It
/// is a question that is asked anew by each look, always with the same answer.
public final class Selection<T> implements Iterable<T> {
  private final Iterable<T> source;

  Selection(Iterable<T> source) {
    this.source = source;
  }

  public static <T> Selection<T> of(List<T> items) {
    return new Selection<>(List.copyOf(items));
  }

  public Selection<T> where(Predicate<? super T> holds) {
    return new Selection<>(() -> stream().filter(holds).iterator());
  }

  /// Evaluated here and now.
  public Selection<T> sorted(Comparator<? super T> order) {
    var list = new ArrayList<>(toList());
    list.sort(order);
    return new Selection<>(list);
  }

  public Selection<T> first(int count) {
    return new Selection<>(() -> stream().limit(count).iterator());
  }

  public <R> List<R> map(Function<? super T, ? extends R> function) {
    return stream().<R>map(function).toList();
  }

  public boolean any(Predicate<? super T> holds) {
    return stream().anyMatch(holds);
  }

  public boolean isEmpty() {
    return !iterator().hasNext();
  }

  public int size() {
    var count = 0;
    for (var iterator = iterator(); iterator.hasNext(); iterator.next()) {
      count++;
    }
    return count;
  }

  public int count(Predicate<? super T> holds) {
    return (int) stream().filter(holds).count();
  }

  public List<T> toList() {
    return stream().toList();
  }

  public Stream<T> stream() {
    return StreamSupport.stream(source.spliterator(), false);
  }

  @Override
  public Iterator<T> iterator() {
    return source.iterator();
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
