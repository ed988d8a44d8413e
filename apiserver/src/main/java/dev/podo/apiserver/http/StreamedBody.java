package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A body of any length that is on its way from the client. What has come and nobody has read yet
/// is bounded by its [Inbox]: beyond that the channel is not read.
///
/// A client that waits to be told to go on is told so when the first bytes are asked for: whoever
/// refuses its request spares it the body.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class StreamedBody implements RequestBody {
  private final Channel channel;
  private final Inbox<byte[]> inbox;
  private final long length;
  private final AtomicBoolean awaited;
  private final Duration silence;
  private volatile State state = State.COMING;
  private volatile List<Header> trailers = List.of();

  private enum State {
    COMING,
    /// All of it has come.
    COMPLETE,
    /// The client has broken off, or has sent what is no body.
    BROKEN,
    /// The request was answered: the rest is of no interest.
    UNWANTED
  }

  /// @param silence after which a client that sends nothing is given up
  StreamedBody(Channel channel, HttpRequest head, Clock clock, Duration silence) {
    this.channel = channel;
    this.inbox = new Inbox<>(channel, clock);
    this.length = HttpUtil.getContentLength(head, -1L);
    this.awaited = new AtomicBoolean(HttpUtil.is100ContinueExpected(head));
    this.silence = silence;
  }

  @Override
  public long length() {
    return length;
  }

  /// Whether the client still waits to be told to send it.
  boolean isAwaited() {
    return awaited.get();
  }

  /// On the event loop; the content stays the caller's.
  void received(HttpContent content) {
    if (state != State.COMING) {
      return;
    }
    awaited.set(false); // It was tired of waiting.
    if (content.decoderResult().isFailure()) {
      end(State.BROKEN);
      return;
    }
    var bytes = content.content();
    if (bytes.isReadable() && !inbox.put(ByteBufUtil.getBytes(bytes), bytes.readableBytes())) {
      end(State.BROKEN);
    } else if (content instanceof LastHttpContent last) {
      trailers =
          last.trailingHeaders().entries().stream()
              .map(entry -> new Header(entry.getKey(), entry.getValue()))
              .toList();
      end(State.COMPLETE);
    }
  }

  /// The client has gone; on the event loop.
  void broken() {
    end(State.BROKEN);
  }

  /// Nobody will read any more; on the event loop.
  void discard() {
    end(State.UNWANTED);
    channel.config().setAutoRead(true);
  }

  private void end(State how) {
    if (state == State.COMING) {
      state = how;
      inbox.end();
    }
  }

  @Override
  public byte @Nullable [] read() throws IOException, InterruptedException {
    if (awaited.compareAndSet(true, false)) {
      channel
          .eventLoop()
          .execute(() ->
              channel.writeAndFlush(
                  new DefaultFullHttpResponse(
                      HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER)));
    }
    var next = inbox.take(silence);
    if (next != null || state == State.COMPLETE) {
      return next;
    }
    throw new IOException(
        switch (state) {
          case UNWANTED -> "the request was answered before its body was read";
          case COMING -> "the client has sent nothing for too long";
          case BROKEN, COMPLETE -> "the client has broken off the body of its request";
        });
  }

  @Override
  public List<Header> trailers() {
    return trailers;
  }
}
