package dev.podo.apiserver.streaming;

import dev.podo.apiserver.spdy.SpdyHandler;
import dev.podo.apiserver.spdy.SpdyStream;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.foundation.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Pairs the streams that a client opens for connections to ports: of each connection one is of the
/// type `data`, one of the type `error`; both have the same `requestID`. Clients of old have none:
/// they open the stream of errors first, and that of data next.
final class StreamPairs implements SpdyHandler {
  private static final Duration SLOWEST_PAIR = Duration.ofSeconds(30);
  private static final String DATA = "data";
  private static final String ERROR = "error";

  private final Clock clock;
  private final Forwarding forwarding;
  private final IntFunction<PortForwardRequest> ports;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SpdyStream> single = new HashMap<>();

  /// @param ports what to connect to for a port
  StreamPairs(Clock clock, Forwarding forwarding, IntFunction<PortForwardRequest> ports) {
    this.clock = clock;
    this.forwarding = forwarding;
    this.ports = ports;
  }

  @Override
  public boolean accepts(int id, SortedMap<String, String> headers) {
    var type = headers.getOrDefault("streamtype", "");
    var waiting = find(request(id, type, headers.getOrDefault("requestid", "")));
    return (type.equals(DATA) || type.equals(ERROR))
        && port(headers.getOrDefault("port", "")) > 0
        && (waiting == null || !waiting.header("streamtype").equals(type));
  }

  private @Nullable SpdyStream find(String request) {
    lock.lock();
    try {
      return single.get(request);
    } finally {
      lock.unlock();
    }
  }

  private static String request(int id, String type, String given) {
    return given.isEmpty() ? "stream " + (type.equals(ERROR) ? id : id - 2) : given;
  }

  /// @return 0 for what is none
  private static int port(String text) {
    try {
      var port = Integer.parseInt(text);
      return port > 65_535 ? 0 : Math.max(port, 0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void opened(SpdyStream stream) {
    var type = stream.header("streamtype");
    var request = request(stream.id(), type, stream.header("requestid"));
    SpdyStream other;
    lock.lock();
    try {
      other = single.remove(request);
      if (other == null) {
        single.put(request, stream);
      }
    } finally {
      lock.unlock();
    }
    if (other == null) {
      clock.schedule(clock.nanos() + SLOWEST_PAIR.toNanos(), () -> giveUp(request, stream));
      return;
    }
    var data = type.equals(DATA) ? stream : other;
    var error = type.equals(DATA) ? other : stream;
    forwarding.begin(
        ports.apply(port(data.header("port"))),
        SpdyCarrier.stream(data),
        SpdyCarrier.stream(error));
  }

  /// The other one never came.
  private void giveUp(String request, SpdyStream stream) {
    lock.lock();
    try {
      if (!single.remove(request, stream)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    if (stream.header("streamtype").equals(ERROR)) {
      try {
        forwarding.refuse(
            SpdyCarrier.stream(stream),
            "(conn=%d, request=%s) timed out waiting for streams".formatted(stream.id(), request));
      } catch (IllegalStateException over) {
        stream.reset(); // The conversation has ended.
      }
    } else {
      stream.reset();
    }
  }
}
