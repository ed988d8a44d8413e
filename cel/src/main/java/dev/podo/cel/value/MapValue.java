package dev.podo.cel.value;

import dev.podo.cel.type.CelType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A map, or an object with fields. Its values are made when they are asked for.
public abstract class MapValue {
  /// The value of a key; null if there is none.
  public abstract @Nullable Object find(Object key);

  /// The keys that expressions can see.
  public abstract List<Object> keys();

  public abstract int size();

  public CelType celType() {
    return CelType.MAP;
  }

  public final Object get(Object key) {
    var value = find(key);
    if (value == null) {
      throw EvaluationError.noSuchKey(key);
    }
    return value;
  }

  /// Whether another map equals this one.
  boolean isEqual(MapValue other) {
    if (size() != other.size()) {
      return false;
    }
    for (var key : keys()) {
      var mine = find(key);
      var theirs = other.find(key);
      if (mine == null || theirs == null || !Values.equal(mine, theirs)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final String toString() {
    return keys().toString();
  }
}
