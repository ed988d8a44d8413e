package dev.podo.simulator.invariants;

import dev.podo.model.ApiObject;
import dev.podo.store.Key;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A committed write.
///
/// @param before null when the object came to be
/// @param after null when it is gone
public record Change(
    long revision, Instant time, Key key, @Nullable ApiObject before, @Nullable ApiObject after) {
  @Override
  public String toString() {
    return "revision " + revision + " at " + time + ", " + key;
  }
}
