package dev.podo.apiserver.definitions;

import dev.podo.apiserver.storage.Stored;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.store.Cursor;
import java.util.SortedSet;
import java.util.TreeSet;

/// The names of the objects of a kind that have changed, for a thread that waits for them.
final class Changes implements AutoCloseable {
  private final Cursor<Stored> cursor;
  private final Signal signal;
  private volatile boolean available = true;

  private Changes(Cursor<Stored> cursor, Clock clock) {
    this.cursor = cursor;
    this.signal = new Signal(clock);
  }

  static Changes of(Cursor<Stored> cursor, Clock clock) {
    var changes = new Changes(cursor, clock);
    cursor.onAvailable(() -> {
      changes.available = true;
      changes.signal.raise();
    });
    return changes;
  }

  /// Waits until something has changed.
  ///
  /// @return nothing when the deadline passed first
  /// @throws dev.podo.store.CompactedException when changes were missed
  SortedSet<String> await(Deadline deadline) throws InterruptedException {
    var names = new TreeSet<String>();
    while (signal.awaitUntil(() -> available, deadline)) {
      // Before the look: what comes after it sets it again.
      available = false;
      for (var event = cursor.poll(); event != null; event = cursor.poll()) {
        names.add(event.key().name());
      }
      if (!names.isEmpty()) {
        break;
      }
    }
    return names;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
