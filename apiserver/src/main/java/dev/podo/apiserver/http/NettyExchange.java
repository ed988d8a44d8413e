package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One request on a Netty channel.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyExchange implements Exchange {
  private static final int WHOLE = 512 << 10; // Larger bodies are written as the client keeps up.
  private static final int BATCH = 64 << 10;
  private static final int SMALL = 16 << 10;

  private final Channel channel;
  private final HttpRequest request;
  private final io.netty.handler.codec.http.HttpRequest head;
  private final ExchangeHandler owner;
  private final Clock clock;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicReference<@Nullable Runnable> onGone = new AtomicReference<>();
  private final boolean keepAlive;
  private volatile @Nullable NettyOutflow out;
  private volatile boolean ending;
  private volatile boolean gone;

  NettyExchange(
      Channel channel,
      HttpRequest request,
      io.netty.handler.codec.http.HttpRequest head,
      ExchangeHandler owner,
      Clock clock) {
    this.channel = channel;
    this.request = request;
    this.head = head;
    this.owner = owner;
    this.clock = clock;
    this.keepAlive = owner.isHttp2() || HttpUtil.isKeepAlive(head);
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public boolean isAnswered() {
    return answered.get();
  }

  @Override
  public void respond(int status, List<Header> headers, List<byte[]> body) {
    var length = body.stream().mapToLong(piece -> piece.length).sum();
    var isHead = request.method().equals("HEAD");
    if (length > WHOLE && !isHead) {
      respondSlowly(status, headers, body, length);
      return;
    }
    claim();
    var content =
        isHead
            ? Unpooled.EMPTY_BUFFER
            : Unpooled.wrappedBuffer(Integer.MAX_VALUE, body.toArray(byte[][]::new));
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    fill(response, headers);
    if (status != 304 && status != 204) {
      HttpUtil.setContentLength(response, length);
    }
    ending = true;
    var written = channel.writeAndFlush(response).addListener(finish());
    if (owner.isHttp2() && length > SMALL) {
      cutOffUnlessTaken(channel, written, slowestRead());
    }
  }

  private Duration slowestRead() {
    return owner.config().patience().read();
  }

  /// Resets a stream whose client does not take the end of a response: what waits for it is memory.
  /// A connection of HTTP/1.1 is looked after as a whole.
  private static void cutOffUnlessTaken(Channel channel, ChannelFuture written, Duration patience) {
    var timer =
        channel
            .eventLoop()
            .schedule(
                // Closing would not reset it: the end of the response counts as sent once queued.
                () -> channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    written.addListener(taken -> timer.cancel(false));
  }

  /// Whether all that is left is for the client to take what was written.
  boolean isEnding() {
    var opened = out;
    return ending || (opened != null && opened.isClosed());
  }

  private void respondSlowly(int status, List<Header> headers, List<byte[]> body, long length) {
    var out = open(status, headers, length);
    try {
      for (var batch : Batches.of(body, BATCH)) {
        out.write(batch);
        out.flush();
        if (!out.isWritable() && !out.awaitWritable(Deadline.after(clock, slowestRead()))) {
          out.abort();
          return;
        }
      }
      out.end();
    } catch (InterruptedException e) {
      out.abort();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ByteStream stream(int status, List<Header> headers, long length) {
    return open(status, headers, length);
  }

  private NettyByteStream open(int status, List<Header> headers, long length) {
    claim();
    var response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    fill(response, headers);
    var chunked = !owner.isHttp2() && head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    if (length >= 0) {
      HttpUtil.setContentLength(response, length);
    } else if (chunked) {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    var endsByClosing = length < 0 && !chunked && !owner.isHttp2();
    var finished = finish(keepAlive && !endsByClosing);
    var stream =
        opened(
            new NettyByteStream(
                channel,
                clock,
                written -> {
                  written.addListener(finished);
                  if (owner.isHttp2()) {
                    cutOffUnlessTaken(channel, written, slowestRead());
                  }
                }));
    channel.writeAndFlush(response);
    return stream;
  }

  private void fill(HttpResponse response, List<Header> headers) {
    for (var header : headers) {
      response.headers().add(header.name(), header.value());
    }
    var isAwaited = request.content() instanceof StreamedBody body && body.isAwaited();
    if (!keepAlive || (isAwaited && !owner.isHttp2())) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private ChannelFutureListener finish() {
    return finish(keepAlive);
  }

  private ChannelFutureListener finish(boolean keep) {
    return written -> owner.finished(channel, keep && written.isSuccess());
  }

  @Override
  public WebSocket upgrade(String subprotocol) throws InterruptedException {
    if (owner.isHttp2() || !request.asksForWebSocket()) {
      throw new IllegalStateException("the request does not ask for WebSocket");
    }
    claim();
    var socket = opened(new NettyWebSocket(channel, clock, subprotocol));
    new Upgrade(channel, head, owner.config(), clock).toWebSocket(socket);
    return socket;
  }

  @Override
  public Connection switchTo(String protocol, List<Header> headers) throws InterruptedException {
    if (owner.isHttp2() || !request.asksForUpgrade()) {
      throw new IllegalStateException("the request does not ask for another protocol");
    }
    claim();
    var connection = opened(new NettyConnection(channel, clock));
    new Upgrade(channel, head, owner.config(), clock).toBytes(protocol, headers);
    return connection;
  }

  private <T extends NettyOutflow> T opened(T opened) {
    out = opened;
    if (gone) {
      opened.gone();
    }
    return opened;
  }

  @Override
  public void onGone(Runnable action) {
    onGone.set(action);
    if (gone) {
      runOnGone();
    }
  }

  private void runOnGone() {
    var action = onGone.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  @Override
  public void abort() {
    answered.set(true);
    channel.close();
  }

  private void claim() {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("the request is answered already");
    }
  }

  /// What is sent bit by bit, once it is; null before.
  @Nullable NettyOutflow out() {
    return out;
  }

  /// The client has gone.
  void gone() {
    gone = true;
    var opened = out;
    if (opened != null) {
      opened.gone();
    }
    runOnGone();
  }
}
