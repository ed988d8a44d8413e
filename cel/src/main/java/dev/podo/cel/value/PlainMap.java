package dev.podo.cel.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map that an expression makes, in the order in which it was written.
public final class PlainMap extends MapValue {
  private final Map<Values.Key, Object> entries;

  /// Whether only the macro that collects into this map can see it.
  private final boolean growable;

  private PlainMap(Map<Values.Key, Object> entries, boolean growable) {
    this.entries = entries;
    this.growable = growable;
  }

  /// Of pairs of keys and values.
  ///
  /// @throws EvaluationError for a key that is there twice, or that no map can have
  public static PlainMap of(List<Object> keys, List<Object> values) {
    var entries = new LinkedHashMap<Values.Key, Object>();
    for (var i = 0; i < keys.size(); i++) {
      add(entries, keys.get(i), values.get(i));
    }
    return new PlainMap(entries, false);
  }

  /// A map with one more entry, for macros that collect: what this has returned is used up by
  /// giving it in again, so that collecting n entries one by one costs n.
  public static PlainMap with(MapValue map, Object key, Object value) {
    if (map instanceof PlainMap plain && plain.growable) {
      add(plain.entries, key, value);
      return plain;
    }
    var entries = new LinkedHashMap<Values.Key, Object>();
    for (var there : map.keys()) {
      entries.put(new Values.Key(there), map.get(there));
    }
    add(entries, key, value);
    return new PlainMap(entries, true);
  }

  private static void add(Map<Values.Key, Object> entries, Object key, Object value) {
    if (!(key instanceof String
        || key instanceof Long
        || key instanceof Uint
        || key instanceof Boolean)) {
      throw new EvaluationError("unsupported key type: " + Values.typeOf(key).name());
    }
    if (entries.put(new Values.Key(key), value) != null) {
      throw new EvaluationError("insert failed: key " + key + " already exists");
    }
  }

  @Override
  public @Nullable Object find(Object key) {
    return entries.get(new Values.Key(key));
  }

  @Override
  public List<Object> keys() {
    var keys = new ArrayList<Object>(entries.size());
    for (var key : entries.keySet()) {
      keys.add(key.value());
    }
    return keys;
  }

  @Override
  public int size() {
    return entries.size();
  }
}
