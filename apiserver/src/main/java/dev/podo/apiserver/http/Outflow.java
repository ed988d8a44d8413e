package dev.podo.apiserver.http;

import dev.podo.foundation.Deadline;
import java.util.concurrent.Executor;

/// What goes to a client, as far as it keeps up: shared by all that is sent bit by bit. Sending
/// never blocks and never fails; who sends much looks at [#isWritable] or waits with
/// [#awaitWritable].
public interface Outflow {
  void flush();

  /// Whether the client keeps up: what waits to be sent is below the high-water mark.
  boolean isWritable();

  /// Whether nothing can be sent any more, because the client has gone or this was ended.
  boolean isClosed();

  /// Waits until the client keeps up.
  ///
  /// @return false when the deadline passed first or the client has gone
  boolean awaitWritable(Deadline deadline) throws InterruptedException;

  /// Runs `action` each time when this has become writable again. One action at most.
  void onWritable(Runnable action);

  /// Runs `action` once this is closed, at once when it is already. One action at most.
  void onClose(Runnable action);

  /// Runs tasks one after the other on the event loop of this connection: they must not block.
  Executor executor();
}
