package dev.podo.apiserver.http;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a request, read bit by bit by one thread.
public interface RequestBody {
  /// Of a request that has none.
  RequestBody EMPTY = of(new byte[0]);

  /// A body that is there already.
  ///
  /// @param bytes not copied; never changed afterwards
  static RequestBody of(byte[] bytes) {
    return new WholeBody(bytes);
  }

  /// How many bytes it has in all; -1 when the client has not said so.
  long length();

  /// The next bytes. While nobody reads, the client is slowed down.
  ///
  /// @return at least one byte; null at the end
  /// @throws IOException when the client breaks off before the end, or the request was answered
  byte @Nullable [] read() throws IOException, InterruptedException;

  /// What the client has sent behind the body; known at its end.
  List<Header> trailers();

  /// Whether all of it is in memory.
  default boolean isWhole() {
    return false;
  }
}
