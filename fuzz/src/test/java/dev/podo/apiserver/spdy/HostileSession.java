package dev.podo.apiserver.spdy;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A session whose peer sends given bytes, so many at once, and goes: all on the calling thread.
/// What the session says must consist of whole frames.
public final class HostileSession implements Wire, SpdyHandler {
  private final byte[] bytes;
  private final int atOnce;
  private final FrameDecoder said = new FrameDecoder();
  private int at;
  private int frames;
  private int taken;
  private boolean closed;

  public HostileSession(byte[] bytes, int atOnce) {
    this.bytes = bytes;
    this.atOnce = atOnce;
  }

  /// @return how many frames the session has answered with
  public int run() throws InterruptedException {
    var session = SpdySession.server(this, Clock.system(), SpdyLimits.DEFAULT, this);
    session.run();
    said.close();
    if (!session.isOver()) {
      throw new AssertionError("the session goes on without a peer");
    }
    return frames;
  }

  @Override
  public boolean accepts(int id, SortedMap<String, String> headers) {
    return !headers.containsKey("refuse");
  }

  @Override
  public void opened(SpdyStream stream) {
    taken++;
    switch (taken % 4) {
      case 0 -> stream.discard();
      case 1 -> stream.end();
      case 2 -> stream.reset();
      default -> {
        // Its input waits.
      }
    }
  }

  @Override
  public byte @Nullable [] read() {
    if (closed || at >= bytes.length) {
      return null;
    }
    var end = Math.min(bytes.length, at + atOnce);
    var some = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return some;
  }

  @Override
  public void write(byte[] frame) {
    said.feed(frame);
    if (said.next() == null || said.next() != null) {
      throw new AssertionError("not one whole frame: " + Arrays.toString(frame));
    }
    frames++;
  }

  @Override
  public boolean awaitWritable(Deadline deadline) {
    return !closed;
  }

  @Override
  public void onClose(Runnable action) {
    // It ends by having no more to say.
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort() {
    closed = true;
  }
}
