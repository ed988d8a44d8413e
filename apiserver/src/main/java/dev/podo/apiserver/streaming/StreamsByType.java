package dev.podo.apiserver.streaming;

import dev.podo.apiserver.spdy.SpdyHandler;
import dev.podo.apiserver.spdy.SpdyStream;
import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The streams of one process, each of which the client opens once; others are refused.
final class StreamsByType implements SpdyHandler {
  private final List<String> expected;
  private final Map<String, ClientStream> opened = new ConcurrentHashMap<>();
  private final Signal changed;

  StreamsByType(List<String> expected, Clock clock) {
    this.expected = expected;
    this.changed = new Signal(clock);
  }

  @Override
  public boolean accepts(int id, SortedMap<String, String> headers) {
    var type = headers.getOrDefault("streamtype", "");
    return expected.contains(type) && !opened.containsKey(type);
  }

  @Override
  public void opened(SpdyStream stream) {
    opened.put(stream.header("streamtype"), SpdyCarrier.stream(stream));
    changed.raise();
  }

  /// @return false when the deadline passed first
  boolean awaitAll(Deadline deadline) throws InterruptedException {
    return changed.awaitUntil(() -> opened.size() == expected.size(), deadline);
  }

  /// @return null when it was not expected
  @Nullable ClientStream find(String type) {
    return opened.get(type);
  }

  ClientStream get(String type) {
    return Check.notNull(opened.get(type), type);
  }
}
