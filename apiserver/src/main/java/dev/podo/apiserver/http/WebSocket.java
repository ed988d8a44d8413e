package dev.podo.apiserver.http;

import dev.podo.foundation.Deadline;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection, from the server's side. Sending never blocks; receiving does.
public interface WebSocket {
  /// The subprotocol agreed upon, "" for none.
  String subprotocol();

  void sendBinary(byte[] bytes);

  void sendText(byte[] utf8);

  void flush();

  boolean isWritable();

  boolean isClosed();

  /// Waits until the client keeps up.
  ///
  /// @return false when the deadline passed first or the client has gone
  boolean awaitWritable(Deadline deadline) throws InterruptedException;

  /// The next message. While nobody receives, the client is slowed down.
  ///
  /// @return null when the client has closed or gone
  @Nullable Message receive() throws InterruptedException;

  void onWritable(Runnable action);

  void onClose(Runnable action);

  Executor executor();

  /// Says good-bye and closes.
  void close(int code, String reason);

  /// A whole message.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Message(boolean text, byte[] bytes) {}
}
