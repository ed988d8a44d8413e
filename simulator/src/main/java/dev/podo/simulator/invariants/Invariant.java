package dev.podo.simulator.invariants;

import dev.podo.model.ApiObject;
import dev.podo.store.Key;
import java.util.SortedMap;

/// What must be true after every committed write.
@FunctionalInterface
public interface Invariant {
  /// @param objects everything that there is after the change
  /// @throws ViolationException when it is not true
  void check(Change change, SortedMap<Key, ApiObject> objects);
}
