package dev.podo.apiserver.spdy;

import java.util.SortedMap;

/// What is done with the streams that the peer opens. Called on the thread that reads the session,
/// which waits meanwhile.
public interface SpdyHandler {
  /// Whether to take a stream; else it is refused.
  ///
  /// @param headers as in [SpdyStream#headers]
  boolean accepts(int id, SortedMap<String, String> headers);

  /// A stream was taken, and the peer told so. It must be read, or its input discarded, or the
  /// session comes to a halt.
  void opened(SpdyStream stream) throws InterruptedException;
}
