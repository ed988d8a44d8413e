package dev.podo.apiserver.streaming;

/// What carries the streams of one client: a WebSocket, or SPDY.
interface Carrier {
  /// Reads what the client sends, and hands it to its streams, until the client has closed or gone.
  /// Then every stream is at its end.
  void run() throws InterruptedException;

  /// Says that all was said, and closes.
  void finish() throws InterruptedException;

  /// Breaks off at once.
  void abort();
}
