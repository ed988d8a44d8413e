package dev.podo.store;

import dev.podo.foundation.Check;
import java.util.List;

/// What a commit did.
///
/// @param revision of all its writes
/// @param events what each write did, in the order of the commit: the very objects that watchers
///   get
public record CommitResult<V>(long revision, List<Event<V>> events) {
  public CommitResult {
    events = List.copyOf(events);
  }

  /// What was written for a key, stamped with the revision; for a deletion the last value, stamped
  /// likewise.
  public V value(Key key) {
    for (var event : events) {
      if (event.key().equals(key)) {
        return event.value();
      }
    }
    throw new Check.InvariantViolation("the commit did not write " + key);
  }
}
