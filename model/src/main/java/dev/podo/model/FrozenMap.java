package dev.podo.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable map from strings that iterates in the order of its keys, compact in memory: two
/// arrays, searched by halving. All maps in API values are of this class, so copying one into
/// another value costs nothing.
public final class FrozenMap<V extends @Nullable Object> extends AbstractMap<String, V> {
  private static final FrozenMap<?> EMPTY = new FrozenMap<>(new String[0], new Object[0]);

  private final String[] keys;
  private final @Nullable Object[] values;

  private FrozenMap(String[] keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /// The empty map.
  @SuppressWarnings("unchecked") // Holds no value of any type.
  public static <V extends @Nullable Object> FrozenMap<V> empty() {
    return (FrozenMap<V>) EMPTY;
  }

  /// A copy of a map; the map itself if it is frozen already.
  ///
  /// @throws NullPointerException if a key is null
  @SuppressWarnings("unchecked") // An immutable map of V's subtype is a map of V.
  public static <V extends @Nullable Object> FrozenMap<V> of(Map<String, ? extends V> map) {
    if (map instanceof FrozenMap<?> frozen) {
      return (FrozenMap<V>) frozen;
    }
    if (map.isEmpty()) {
      return empty();
    }
    var keys = map.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    var values = new @Nullable Object[keys.length];
    for (var i = 0; i < keys.length; i++) {
      values[i] = map.get(keys[i]);
    }
    return new FrozenMap<>(keys, values);
  }

  /// A map of one entry.
  public static <V extends @Nullable Object> FrozenMap<V> of(String key, V value) {
    return new FrozenMap<>(new String[] {key}, new @Nullable Object[] {value});
  }

  /// A map of these keys and values, which nobody else may change any more.
  ///
  /// @param keys sorted, each once
  public static <V extends @Nullable Object> FrozenMap<V> ofSorted(
      String[] keys, @Nullable Object[] values) {
    if (keys.length != values.length) {
      throw new IllegalArgumentException(keys.length + " keys, " + values.length + " values");
    }
    return keys.length == 0 ? empty() : new FrozenMap<>(keys, values);
  }

  /// The key at this place in the order of keys.
  public String keyAt(int index) {
    return keys[index];
  }

  /// The value at this place in the order of keys.
  @SuppressWarnings("unchecked") // Only values of type V are ever stored.
  public V valueAt(int index) {
    return (V) values[index];
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    var index = indexOf(key);
    return index < 0 ? null : valueAt(index);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return indexOf(key) >= 0;
  }

  private int indexOf(@Nullable Object key) {
    return key instanceof String text ? Arrays.binarySearch(keys, text) : -1;
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, V>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Entry<String, V> next() {
      if (next == keys.length) {
        throw new NoSuchElementException();
      }
      var entry = new SimpleImmutableEntry<>(keys[next], valueAt(next));
      next++;
      return entry;
    }
  }
}
