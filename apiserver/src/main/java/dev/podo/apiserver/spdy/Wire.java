package dev.podo.apiserver.spdy;

import dev.podo.foundation.Deadline;
import org.jspecify.annotations.Nullable;

/// What a session is spoken over: bytes both ways. Writing never blocks; reading does.
public interface Wire {
  /// The next bytes. While nobody reads, the peer is slowed down.
  ///
  /// @return never changed afterwards; null when the peer has closed or gone, or this side has
  ///   closed
  byte @Nullable [] read() throws InterruptedException;

  /// Sends bytes, which are not copied, or queues them; drops them when the peer has gone.
  void write(byte[] bytes);

  /// Waits until the peer keeps up.
  ///
  /// @return false when the deadline passed first or the peer has gone
  boolean awaitWritable(Deadline deadline) throws InterruptedException;

  /// Runs `action` once the peer has gone or this side has closed, at once if it is so already. It
  /// must not block.
  void onClose(Runnable action);

  /// Sends what is queued, then closes.
  void close();

  /// Breaks off at once.
  void abort();
}
