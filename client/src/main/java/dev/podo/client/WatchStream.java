package dev.podo.client;

import dev.podo.foundation.Deadline;
import dev.podo.model.ApiObject;
import org.jspecify.annotations.Nullable;

/// The changes of a watch, in the order of their versions. One thread reads it; any may close it.
public interface WatchStream<T extends ApiObject> extends AutoCloseable {
  /// Waits for the next change.
  ///
  /// @return null when the deadline passed first, or when the server ended the watch: see
  ///   [#isEnded]
  /// @throws dev.podo.machinery.errors.ApiException when the watch broke, for example because the
  ///   version from which it should go on is too old
  @Nullable WatchEvent<T> next(Deadline deadline) throws InterruptedException;

  /// The next change if one is there already; else null. A reader that takes what is there before
  /// it works on it works on batches.
  default @Nullable WatchEvent<T> poll() {
    return null;
  }

  /// Whether the server has ended the watch in good order and nothing follows: watch again, from
  /// the last version seen.
  boolean isEnded();

  @Override
  void close();
}
