package dev.podo.apiserver.http;

import dev.podo.apiserver.http.channel.Farewell;
import dev.podo.apiserver.http.channel.HeadDeadline;
import dev.podo.foundation.Scope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads requests from one connection (HTTP/1.1: one after the other) or one stream (HTTP/2:
/// exactly one), hands each to the handler on a thread of its own, and keeps the next one waiting
/// until it is answered. Everything here runs on the connection's event loop.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(ExchangeHandler.class.getName());
  private static final int MAX_PIPELINED = 64;
  private static final int LINGER_SECONDS = 30;
  // How long whoever was refused may still write before he is cut off. He knows already.
  private static final Duration HEARD = Duration.ofSeconds(1);
  private static final long DISCARDED = 4; // Times the largest body.

  private final HttpServerConfig config;
  private final HttpHandler handler;
  private final Scope scope;
  private final boolean http2;
  private final ArrayDeque<Object> pipelined = new ArrayDeque<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private @Nullable Begun head;
  private @Nullable StreamedBody incoming;
  private @Nullable NettyExchange exchange;
  private @Nullable ScheduledFuture<?> timeout;
  private @Nullable HeadDeadline headDeadline;
  private @Nullable ChannelHandlerContext here;
  private boolean refused;
  private boolean whole;
  private long discarded;
  private boolean lastOfAll;

  /// The head of a request, as it came and as it is handed on.
  private record Begun(io.netty.handler.codec.http.HttpRequest message, HttpRequest request) {}

  ExchangeHandler(HttpServerConfig config, HttpHandler handler, Scope scope, boolean http2) {
    this.config = config;
    this.handler = handler;
    this.scope = scope;
    this.http2 = http2;
  }

  /// Tells also when the head of a request is there, and when all of it.
  void tells(HeadDeadline deadline) {
    headDeadline = deadline;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    here = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var deadline = headDeadline;
    if (deadline != null && message instanceof io.netty.handler.codec.http.HttpRequest) {
      deadline.headRead();
    }
    if (deadline != null && message instanceof LastHttpContent) {
      deadline.requestRead();
    }
    var current = exchange;
    if (message instanceof WebSocketFrame || message instanceof ByteBuf) {
      var out = current == null ? null : current.out();
      if (out == null) {
        ReferenceCountUtil.release(message);
      } else {
        out.received(message);
      }
    } else if (current != null && !http2 && incoming == null) {
      pipelined.add(message);
      if (pipelined.size() >= MAX_PIPELINED) {
        context.channel().config().setAutoRead(false);
      }
    } else {
      accept(context, message);
    }
  }

  private void accept(ChannelHandlerContext context, Object message) {
    whole = message instanceof LastHttpContent;
    try {
      if (refused) {
        discard(context, message);
        return;
      }
      if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
        begin(context, request);
      }
      if (!refused && message instanceof HttpContent content) {
        var coming = incoming;
        if (coming == null) {
          collect(context, content);
        } else {
          take(context, content, coming);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /// Whoever was refused is heard to the end, within bounds: who is cut off while he still writes
  /// may never read why.
  private void discard(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpContent content) {
      discarded += content.content().readableBytes();
      if (message instanceof LastHttpContent || discarded > DISCARDED * config.limits().maxBody()) {
        context.close();
      }
    }
  }

  private void begin(
      ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context, Refusal.of(request.decoderResult().cause()));
      return;
    }
    var refusal = Refusal.ofHead(request, config.limits(), http2);
    if (refusal != null) {
      refuse(context, refusal);
      return;
    }
    HttpRequest read;
    try {
      read = RequestHead.read(context.channel(), request);
    } catch (IllegalArgumentException e) {
      refuse(context, Refusal.QUERY);
      return;
    }
    if (RequestHead.announcesBody(request) && handler.streams(read)) {
      var clock = scope.environment().clock();
      var coming = new StreamedBody(context.channel(), request, clock, config.patience().silence());
      incoming = coming;
      dispatch(context, request, read.withContent(coming));
      return;
    }
    head = new Begun(request, read);
    body.reset();
    if (HttpUtil.isContentLengthSet(request)
        && HttpUtil.getContentLength(request, 0L) > config.limits().maxBody()) {
      refuseTooLarge(context);
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    timeout =
        context
            .executor()
            .schedule(
                () -> refuse(context, Refusal.LATE),
                config.patience().request().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void collect(ChannelHandlerContext context, HttpContent content) {
    var begun = head;
    if (begun == null) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      refuse(context, Refusal.of(content.decoderResult().cause()));
      return;
    }
    var bytes = content.content();
    if (body.size() + bytes.readableBytes() > config.limits().maxBody()) {
      refuseTooLarge(context);
      return;
    }
    try {
      bytes.readBytes(body, bytes.readableBytes());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (content instanceof LastHttpContent) {
      cancelTimeout();
      head = null;
      var whole = RequestBody.of(body.toByteArray());
      body.reset();
      dispatch(context, begun.message(), begun.request().withContent(whole));
    }
  }

  /// More of a body that is read while it comes.
  private void take(ChannelHandlerContext context, HttpContent content, StreamedBody coming) {
    coming.received(content);
    var malformed = content.decoderResult().isFailure();
    if (malformed) {
      refused = true; // What follows cannot be trusted: the connection ends with the exchange.
      lastOfAll = true;
    }
    if (malformed || content instanceof LastHttpContent) {
      incoming = null;
      if (exchange == null) {
        proceed(context.channel());
      }
    }
  }

  private void dispatch(
      ChannelHandlerContext context,
      io.netty.handler.codec.http.HttpRequest message,
      HttpRequest request) {
    var begun =
        new NettyExchange(context.channel(), request, message, this, scope.environment().clock());
    exchange = begun;
    try {
      scope.fork("request", () -> run(begun));
    } catch (IllegalStateException closed) {
      context.close();
    }
  }

  private void run(NettyExchange begun) throws InterruptedException {
    try {
      handler.handle(begun);
    } catch (RuntimeException | StackOverflowError e) {
      // The handler answers its own errors; whoever gets here broke that.
      LOG.log(System.Logger.Level.ERROR, "a request failed beyond its handler", e);
      begun.abort();
    } catch (InterruptedException e) {
      begun.abort();
      if (scope.isClosed()) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING, "a request was interrupted: {0}", begun.request().rawPath());
    }
  }

  /// The exchange is over, its last byte written.
  void finished(Channel channel, boolean keepAlive) {
    exchange = null;
    lastOfAll = !keepAlive || refused;
    var coming = incoming;
    if (coming == null || !channel.isActive()) {
      proceed(channel);
      return;
    }
    lastOfAll |= coming.isAwaited();
    coming.discard();
    if (http2) {
      incoming = null;
      channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
    } else {
      // Closing at once could cost the client the reply that it has not read yet.
      channel
          .eventLoop()
          .schedule(() -> closeIfStill(channel, coming), LINGER_SECONDS, TimeUnit.SECONDS);
    }
  }

  @SuppressWarnings("ReferenceEquality") // This very body, not one like it.
  private void closeIfStill(Channel channel, StreamedBody coming) {
    if (incoming == coming) {
      channel.close();
    }
  }

  /// On to the next request, if there is to be one.
  private void proceed(Channel channel) {
    if (lastOfAll) {
      channel.close();
      return;
    }
    if (http2) {
      return;
    }
    var context = channel.pipeline().context(this);
    while ((exchange == null || incoming != null) && !pipelined.isEmpty() && context != null) {
      accept(context, pipelined.remove());
    }
    channel.config().setAutoRead(true);
  }

  HttpServerConfig config() {
    return config;
  }

  boolean isHttp2() {
    return http2;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    var out = out();
    if (out != null) {
      out.writabilityChanged();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelTimeout();
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
    var coming = incoming;
    if (coming != null) {
      coming.broken();
    }
    var current = exchange;
    exchange = null;
    if (current != null) {
      current.gone();
    }
    context.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle) {
      var out = out();
      if (idle.state() == IdleState.WRITER_IDLE ? isStalled(context) : exchange == null) {
        context.close();
      } else if (out != null && idle.state() == IdleState.ALL_IDLE) {
        out.idle();
      }
      return;
    }
    context.fireUserEventTriggered(event);
  }

  /// Whether the client does not take the end of a response. Who streams sees to it himself how
  /// long he is patient.
  private boolean isStalled(ChannelHandlerContext context) {
    var current = exchange;
    return (current == null || current.isEnding()) && hasBacklog(context.channel());
  }

  private static boolean hasBacklog(Channel channel) {
    var waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > 0;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "connection with {0} broke: {1}",
        context.channel().remoteAddress(),
        cause.getMessage());
    var out = out();
    if (out == null || !out.broken(cause)) {
      context.close();
    }
  }

  private @Nullable NettyOutflow out() {
    var current = exchange;
    return current == null ? null : current.out();
  }

  private void cancelTimeout() {
    var pending = timeout;
    if (pending != null) {
      pending.cancel(false);
      timeout = null;
    }
  }

  /// The head of a request does not come.
  void refuseSlowHead() {
    var context = here;
    if (context == null) {
      return;
    }
    if (exchange == null) {
      refuse(context, Refusal.LATE_HEAD);
    } else {
      context.close();
    }
  }

  private void refuseTooLarge(ChannelHandlerContext context) {
    var response = refusal(Refusal.ofBody(config.limits().maxBody()));
    cancelTimeout();
    timeout =
        context
            .executor()
            .schedule(
                () -> context.close(),
                config.patience().request().toMillis(),
                TimeUnit.MILLISECONDS);
    context.writeAndFlush(response);
  }

  /// Answers before there is a request to hand on, and closes: what follows cannot be trusted.
  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    if (refused) {
      return;
    }
    cancelTimeout();
    context.writeAndFlush(refusal(refusal)).addListener(told -> leave(context));
  }

  private void leave(ChannelHandlerContext context) {
    if (!http2) {
      Farewell.say(context.channel(), HEARD);
    } else if (whole) {
      context.close();
    } else {
      context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
    }
  }

  private FullHttpResponse refusal(Refusal refusal) {
    refused = true;
    head = null;
    body.reset();
    return refusal.response(http2);
  }
}
