package dev.podo.store;

import org.jspecify.annotations.Nullable;

/// One watcher's place among the events of a kind: no thread and no queue of its own. One thread at
/// a time uses it.
public interface Cursor<V> extends AutoCloseable {
  /// The next event, or null when there is none now.
  ///
  /// @throws CompactedException when events that this cursor has not seen have left the window
  @Nullable Event<V> poll();

  /// Looks whether the cursor is still within the window, without moving it; any thread may.
  ///
  /// @throws CompactedException when events that this cursor has not seen have left the window
  void requirePlace();

  /// Runs `action` each time when there may be events again: once after a [#poll] that found none,
  /// and once after this call; and when the cursor has lost its place, until it is closed. The
  /// action runs on the store's own thread: it must return at once and must not throw.
  void onAvailable(Runnable action);

  /// Up to this revision the cursor has returned every event of its kind that it was asked for. It
  /// grows while other kinds change. Of a cursor that watches from a revision ahead it is that one
  /// until the store gets there.
  long progress();

  @Override
  void close();
}
