package dev.podo.apiserver.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection, from the server's side. Sending never blocks; receiving does. Pings are
/// answered, and sent, behind the scenes.
public interface WebSocket extends Outflow {
  /// Normal end.
  int NORMAL = 1000;

  /// The server is going away.
  int GOING_AWAY = 1001;

  /// The client broke the protocol that was agreed upon.
  int PROTOCOL_ERROR = 1002;

  /// A message is of a type that the protocol does not have.
  int UNSUPPORTED_DATA = 1003;

  /// The client did what the server does not allow.
  int POLICY_VIOLATION = 1008;

  int MESSAGE_TOO_BIG = 1009;

  /// The server failed.
  int INTERNAL_ERROR = 1011;

  /// The subprotocol agreed upon, "" for none.
  String subprotocol();

  default void sendBinary(byte[] bytes) {
    sendBinary(List.of(bytes));
  }

  default void sendText(byte[] utf8) {
    sendText(List.of(utf8));
  }

  /// Queues pieces as one message; they are not copied.
  void sendBinary(List<byte[]> pieces);

  /// Queues pieces of UTF-8 as one message; they are not copied.
  void sendText(List<byte[]> pieces);

  /// The next message. While nobody receives, the client is slowed down.
  ///
  /// @return null when the client has closed or gone, or this side has closed
  @Nullable Message receive() throws InterruptedException;

  /// Says good-bye, and closes when the client has answered that, or has taken too long for it.
  ///
  /// @param code of RFC 6455, section 7.4.1
  void close(int code, String reason);

  /// A whole message.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Message(boolean text, byte[] bytes) {}
}
