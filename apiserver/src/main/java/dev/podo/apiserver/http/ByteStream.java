package dev.podo.apiserver.http;

import java.util.List;

/// The body of a response, written bit by bit.
public interface ByteStream extends Outflow {
  /// Queues bytes, which are not copied; they leave with the next [#flush].
  default void write(byte[] bytes) {
    write(List.of(bytes));
  }

  /// Queues pieces as one.
  void write(List<byte[]> pieces);

  /// Ends the body well.
  default void end() {
    end(List.of());
  }

  /// Ends the body well, with what is said behind it: lost where HTTP/1.1 tells the length first.
  void end(List<Header> trailers);

  /// Breaks off: the client sees that the body is not complete.
  void abort();
}
