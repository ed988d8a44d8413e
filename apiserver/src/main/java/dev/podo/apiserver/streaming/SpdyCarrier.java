package dev.podo.apiserver.streaming;

import dev.podo.apiserver.spdy.SpdyHandler;
import dev.podo.apiserver.spdy.SpdyLimits;
import dev.podo.apiserver.spdy.SpdySession;
import dev.podo.apiserver.spdy.SpdyStream;
import dev.podo.apiserver.spdy.Wire;
import dev.podo.foundation.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Streams that a client opens in SPDY.
final class SpdyCarrier implements Carrier {
  /// A client may stop to read for as long as the connection may be silent.
  private static final SpdyLimits LIMITS =
      new SpdyLimits(
          SpdyLimits.DEFAULT.streams(),
          SpdyLimits.DEFAULT.unreadPerStream(),
          SpdyLimits.DEFAULT.unreadPerSession(),
          Duration.ofHours(4),
          SpdyLimits.DEFAULT.farewell());

  private final Wire wire;
  private final SpdySession session;

  SpdyCarrier(Wire wire, Clock clock, SpdyHandler handler) {
    this.wire = wire;
    this.session = SpdySession.server(wire, clock, LIMITS, handler);
  }

  @Override
  public void run() throws InterruptedException {
    session.run();
  }

  @Override
  public void finish() throws InterruptedException {
    session.finish();
  }

  @Override
  public void abort() {
    wire.abort();
  }

  static ClientStream stream(SpdyStream stream) {
    return new ClientStream() {
      @Override
      public byte @Nullable [] read() throws InterruptedException {
        return stream.read();
      }

      @Override
      public void write(byte[] bytes) throws InterruptedException {
        stream.write(bytes);
      }

      @Override
      public void end() {
        stream.end();
      }

      @Override
      public void discard() {
        stream.discard();
      }
    };
  }
}
