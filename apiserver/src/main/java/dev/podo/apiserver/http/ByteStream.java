package dev.podo.apiserver.http;

import dev.podo.foundation.Deadline;
import java.util.List;
import java.util.concurrent.Executor;

/// The body of a response, written bit by bit. Writing never blocks and never fails; who writes
/// much looks at [#isWritable] or waits with [#awaitWritable].
public interface ByteStream {
  /// Queues bytes, which are not copied; they leave with the next [#flush].
  default void write(byte[] bytes) {
    write(List.of(bytes));
  }

  /// Queues pieces as one.
  void write(List<byte[]> pieces);

  void flush();

  /// Whether the client keeps up: what waits to be sent is below the high-water mark.
  boolean isWritable();

  /// Whether nothing can be written any more, because the client has gone or the stream was ended.
  boolean isClosed();

  /// Waits until the client keeps up.
  ///
  /// @return false when the deadline passed first or the client has gone
  boolean awaitWritable(Deadline deadline) throws InterruptedException;

  /// Runs `action` each time when the stream has become writable again. One action at most.
  void onWritable(Runnable action);

  /// Runs `action` once the stream is closed, at once when it is already.
  void onClose(Runnable action);

  /// Runs tasks one after the other on the event loop of this connection: they must not block.
  Executor executor();

  /// Ends the body well.
  void end();

  /// Breaks off: the client sees that the body is not complete.
  void abort();
}
