package dev.podo.apiserver.http;

import org.jspecify.annotations.Nullable;

/// A connection that has left HTTP for another protocol: bytes both ways. Writing never blocks;
/// reading does.
public interface Connection extends Outflow {
  /// The next bytes. While nobody reads, the client is slowed down.
  ///
  /// @return at least one byte; null when the client has closed or gone, or this side has closed
  byte @Nullable [] read() throws InterruptedException;

  /// Queues bytes, which are not copied; they leave with the next [#flush].
  void write(byte[] bytes);

  /// Sends what is queued, tells the client that there is no more, and closes when the client has
  /// closed, or has taken too long for it: closing at once could cost it what it has not read yet.
  void close();

  /// Breaks off at once.
  void abort();
}
