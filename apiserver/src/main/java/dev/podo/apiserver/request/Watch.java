package dev.podo.apiserver.request;

import dev.podo.apiserver.storage.Stored;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The changes that one watcher is to see, in order. No thread and no queue: it reads the shared
/// event log when asked. One thread at a time uses it.
public interface Watch extends AutoCloseable {
  /// The next change, or null when there is none now.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `Expired` when changes were missed: the watch
  ///   is over
  @Nullable Change poll();

  /// Looks whether all that was not polled is still there, without going on; any thread may. Who
  /// cannot write now asks this: a client that does not read holds no place for ever.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `Expired` when changes were missed: the watch
  ///   is over
  void requirePlace();

  /// Whether nothing comes any more once [#poll] finds nothing: what was watched is served no more,
  /// or not as it was.
  default boolean isOver() {
    return false;
  }

  /// Runs `action` when there may be changes again, changes were missed, or the watch is over. It
  /// must return at once.
  void onAvailable(Runnable action);

  /// Whether bookmarks were asked for.
  boolean tellsBookmarks();

  /// A bookmark that says how far the watch is; null when bookmarks were not asked for, or when it
  /// is not further than the client said that he is.
  @Nullable Change bookmark();

  /// After how long the server ends it.
  Duration life();

  @Override
  void close();

  /// What happened to an object, as this watcher sees it: who leaves a selection is deleted from
  /// it.
  record Change(Type type, Stored object) {}

  /// As in a watch event.
  enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK
  }
}
