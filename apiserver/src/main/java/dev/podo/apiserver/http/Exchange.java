package dev.podo.apiserver.http;

import java.util.List;

/// One request and the one way in which it is answered: whole, as a stream, or by going on in
/// another protocol. Thread-safe; the second answer to one request is refused with an
/// IllegalStateException.
public interface Exchange {
  HttpRequest request();

  /// Answers with a whole body and ends the exchange.
  default void respond(int status, List<Header> headers, byte[] body) {
    respond(status, headers, List.of(body));
  }

  /// Answers with a body in pieces, which are not copied, and ends the exchange. The caller never
  /// changes them afterwards.
  void respond(int status, List<Header> headers, List<byte[]> body);

  /// Answers with a body that is written bit by bit.
  default ByteStream stream(int status, List<Header> headers) {
    return stream(status, headers, -1);
  }

  /// Answers with a body that is written bit by bit, whose length the client is told.
  ///
  /// @param length of the whole body, or of the one that a GET would have brought; -1 when it is
  ///   not known
  ByteStream stream(int status, List<Header> headers, long length);

  /// Goes on as WebSocket.
  ///
  /// @param subprotocol the one chosen among those offered, "" for none
  /// @throws IllegalStateException when the request does not ask for it
  WebSocket upgrade(String subprotocol) throws InterruptedException;

  /// Goes on in another protocol than HTTP: answers 101, then there are but bytes.
  ///
  /// @param protocol for the header `Upgrade`
  /// @param headers of the answer, further ones
  /// @throws IllegalStateException when the request does not ask for an upgrade
  Connection switchTo(String protocol, List<Header> headers) throws InterruptedException;

  /// Runs `action` once when the client goes before the exchange has ended. One action at most.
  void onGone(Runnable action);

  /// Whether a response was begun.
  boolean isAnswered();

  /// Breaks the connection (HTTP/1.1) or resets the stream (HTTP/2).
  void abort();
}
