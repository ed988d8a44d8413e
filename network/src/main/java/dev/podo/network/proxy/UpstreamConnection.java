package dev.podo.network.proxy;

import dev.podo.foundation.Check;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to an endpoint: idle in its pool, or serving one exchange.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private final ProxyLoop loop;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange exchange;
  private @Nullable Upstream upstream;
  private boolean used;
  private boolean bytesSeen;
  private @Nullable Future<?> timer;
  private long lastActive;
  private long idleNanos;

  UpstreamConnection(ProxyLoop loop) {
    this.loop = loop;
    this.idleNanos = loop.config().timeouts().upstreamKeepAlive().toNanos();
  }

  static void addTo(ChannelPipeline pipeline, ProxyLoop loop) {
    var connection = new UpstreamConnection(loop);
    var limits = loop.config().limits();
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLineBytes())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxChunkSize(Exchange.CHUNK)
            .setValidateHeaders(false);
    pipeline.addLast(connection.new FirstByte());
    pipeline.addLast(new HttpClientCodec(decoding, false, false));
    pipeline.addLast(connection);
  }

  Channel channel() {
    return requireContext().channel();
  }

  /// Whether it served an exchange before: its endpoint may have given it up meanwhile.
  boolean isUsed() {
    return used;
  }

  /// Whether a byte of the response has arrived since [#serve].
  boolean bytesSeen() {
    return bytesSeen;
  }

  long idleSince() {
    return lastActive;
  }

  void serve(Exchange next, Upstream of) {
    exchange = next;
    upstream = of;
    bytesSeen = false;
    touch();
    setTimer(loop.config().timeouts().response().toNanos());
  }

  void touch() {
    lastActive = loop.nanos();
  }

  /// The exchange is over, and the connection is fit for the next one.
  void release() {
    exchange = null;
    used = true;
    touch();
    var of = upstream;
    var max = loop.config().limits().idleUpstreams();
    if (of == null || !channel().isActive() || !of.offerIdle(loop.index(), this, max)) {
      close();
      return;
    }
    setReading(true);
  }

  /// Nothing more is expected of it.
  void close() {
    exchange = null;
    channel().close();
  }

  void keepAliveFor(Duration told) {
    var own = loop.config().timeouts().upstreamKeepAlive();
    // A little less than the endpoint says, so that it is not the endpoint who closes first.
    var safe = told.minus(Duration.ofMillis(Math.min(1000, told.toMillis() / 4)));
    idleNanos = (safe.compareTo(own) < 0 ? safe : own).toNanos();
  }

  void setReading(boolean on) {
    var config = channel().config();
    if (config.isAutoRead() != on) {
      config.setAutoRead(on);
    }
  }

  /// Leaves HTTP: from now on bytes go as they come.
  void becomeTunnel(Channel client) {
    exchange = null;
    cancelTimer();
    var pipeline = channel().pipeline();
    pipeline.addLast(new Relay(client, loop));
    pipeline.remove(this);
    pipeline.remove(FirstByte.class);
    pipeline.remove(HttpClientCodec.class);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var serving = exchange;
    if (serving == null) {
      // Nobody asked: an endpoint that speaks unbidden is not to be trusted with the next request.
      ReferenceCountUtil.release(message);
      ctx.close();
      return;
    }
    touch();
    if (message instanceof HttpResponse response) {
      serving.responseHead(response);
    }
    if (message instanceof HttpContent content) {
      serving.responseBody(content);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    var serving = exchange;
    if (serving != null) {
      serving.responsePartRead();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    var serving = exchange;
    if (serving != null && ctx.channel().isWritable()) {
      serving.upstreamDrained();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    var serving = exchange;
    exchange = null;
    cancelTimer();
    if (serving != null) {
      serving.upstreamClosed("closed the connection");
    } else if (upstream != null) {
      upstream.forgetIdle(loop.index(), this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // channelInactive tells the exchange
  }

  private void setTimer(long nanos) {
    if (timer == null) {
      timer = loop.eventLoop().schedule(this::timeUp, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void cancelTimer() {
    var set = timer;
    if (set != null) {
      set.cancel(false);
      timer = null;
    }
  }

  /// One timer per connection, set anew only when it goes off: an exchange costs no timer of its
  /// own.
  private void timeUp() {
    timer = null;
    var serving = exchange;
    var limit = serving == null ? idleNanos : loop.config().timeouts().response().toNanos();
    var left = limit - (loop.nanos() - lastActive);
    if (left > 0) {
      setTimer(left);
    } else if (serving == null) {
      close();
    } else if (serving.isClientSlow()) {
      setTimer(limit);
    } else {
      serving.upstreamTimedOut();
    }
  }

  private ChannelHandlerContext requireContext() {
    return Check.notNull(context, "a connection in its pipeline");
  }

  /// Notes that the endpoint has answered something, be it half a line.
  private final class FirstByte extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      bytesSeen = true;
      ctx.fireChannelRead(message);
    }
  }
}
