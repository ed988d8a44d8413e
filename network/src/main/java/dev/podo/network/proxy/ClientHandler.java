package dev.podo.network.proxy;

import dev.podo.foundation.Check;
import dev.podo.network.proxy.RequestHead.Malformed;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection, or one stream of an HTTP/2 connection: takes its requests one after
/// another and writes the responses.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
final class ClientHandler extends ChannelInboundHandlerAdapter {
  private final ProxyLoop loop;
  private final Headers.Client client;
  private final boolean http2;
  private final ArrayDeque<HttpObject> queued = new ArrayDeque<>(0);

  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange current;

  /// The head of a response waits for the first part of its body, so that small ones are one write.
  private @Nullable HttpResponse heldHead;

  private boolean keepAlive = true;
  private boolean draining;
  private boolean advancing;
  private @Nullable Future<?> timer;
  private long lastActive;

  ClientHandler(ProxyLoop loop, Headers.Client client, boolean http2) {
    this.loop = loop;
    this.client = client;
    this.http2 = http2;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    lastActive = loop.nanos();
    setTimer(loop.config().timeouts().request().toNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    lastActive = loop.nanos();
    var serving = current;
    if (draining) {
      drain(part);
    } else if (serving == null) {
      begin(part);
    } else if (serving.isRequestComplete() && !isTail(part)) {
      queued.add(part);
      setReading(false);
    } else {
      serving.requestBody((HttpContent) part);
    }
  }

  /// A request without a body ends with a part of no content, which belongs to the request all the
  /// same.
  private boolean isTail(HttpObject part) {
    return part instanceof LastHttpContent && !(part instanceof HttpRequest) && queued.isEmpty();
  }

  private void begin(HttpObject part) {
    if (part instanceof HttpRequest request) {
      begin(request);
      if (part instanceof HttpContent body && current != null) {
        current.requestBody(body);
      } else if (part instanceof HttpContent body) {
        body.release();
      }
    } else {
      ReferenceCountUtil.release(part); // what is left of a request that is over
    }
  }

  private void begin(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      var cause = request.decoderResult().cause();
      refuseMalformed(ErrorPage.statusOf(cause), ErrorPage.reason(cause));
      return;
    }
    try {
      var head = RequestHead.of(request, http2);
      keepAlive = head.framing().keepAlive();
      Headers.toUpstream(head, client, loop.config().trustForwarded());
      if (head.framing().expectsContinue() && head.body()) {
        var go = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
        context().writeAndFlush(go, promise());
      }
      var exchange = new Exchange(this, loop, head);
      current = exchange;
      exchange.start();
    } catch (Malformed e) {
      refuseMalformed(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    var serving = current;
    if (serving != null) {
      serving.requestPartRead();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    var serving = current;
    if (serving != null && ctx.channel().isWritable()) {
      lastActive = loop.nanos();
      serving.clientDrained();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    leave();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void leave() {
    cancelTimer();
    var serving = current;
    current = null;
    if (serving != null) {
      serving.cancel();
    }
    heldHead = null;
    queued.forEach(ReferenceCountUtil::release);
    queued.clear();
  }

  /// Whether no request is being served.
  boolean isIdle() {
    return current == null;
  }

  boolean isWritable() {
    return context().channel().isWritable();
  }

  /// Whether it is the client's turn to send.
  boolean isReading() {
    return context().channel().config().isAutoRead();
  }

  void setReading(boolean on) {
    var config = context().channel().config();
    if (config.isAutoRead() != on) {
      config.setAutoRead(on);
    }
  }

  void flush() {
    var head = heldHead;
    if (head != null) {
      heldHead = null;
      context().write(head, promise());
    }
    context().flush();
  }

  void respond(Exchange exchange, HttpResponse response) {
    loop.proxy().metrics().answered(response.status().code());
    var wanted = keepAlive && exchange.isRequestComplete() && !loop.proxy().isStopping();
    keepAlive = ResponseHead.adapt(response, exchange.head(), http2 || wanted);
    heldHead = response;
  }

  void respondBody(HttpContent content) {
    var head = heldHead;
    if (head != null) {
      heldHead = null;
      context().write(head, promise());
    }
    context().write(content, promise());
  }

  void respondEnd(Exchange exchange, LastHttpContent last) {
    var head = heldHead;
    heldHead = null;
    var message =
        head == null
            ? last
            : new DefaultFullHttpResponse(
                head.protocolVersion(),
                head.status(),
                last.content(),
                head.headers(),
                last.trailingHeaders());
    end(exchange, message);
  }

  /// Answers in place of an endpoint.
  void refuse(Exchange exchange, HttpResponseStatus status, String why) {
    loop.proxy().metrics().answered(status.code());
    var page = ErrorPage.of(status, why);
    if (!http2) {
      keepAlive &= exchange.isRequestComplete() && !loop.proxy().isStopping();
      page.headers()
          .set(
              HttpHeaderNames.CONNECTION,
              keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    }
    end(exchange, page);
  }

  private void refuseMalformed(HttpResponseStatus status, String why) {
    loop.proxy().metrics().answered(status.code());
    var page = ErrorPage.of(status, why);
    page.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    draining = true;
    context().writeAndFlush(page).addListener(ChannelFutureListener.CLOSE);
  }

  private void end(Exchange exchange, Object message) {
    current = null;
    lastActive = loop.nanos();
    if (http2) {
      var written = context().writeAndFlush(message);
      if (!exchange.isRequestComplete()) {
        draining = true;
        written.addListener(ChannelFutureListener.CLOSE);
      }
      return;
    }
    if (keepAlive) {
      context().writeAndFlush(message, promise());
      next();
    } else if (exchange.isRequestComplete()) {
      draining = true;
      context().writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    } else {
      // Closing on a client that is still sending would lose it the answer.
      draining = true;
      context().writeAndFlush(message, promise());
      setReading(true);
    }
  }

  private void drain(HttpObject part) {
    var last = part instanceof LastHttpContent;
    ReferenceCountUtil.release(part);
    if (last) {
      context().close();
    }
  }

  private void next() {
    if (advancing) {
      return; // a request answered at once: the loop below goes on with the one after
    }
    advancing = true;
    while (current == null && !draining && !queued.isEmpty()) {
      begin(queued.remove());
      while (current != null && !queued.isEmpty() && !(queued.peek() instanceof HttpRequest)) {
        current.requestBody((HttpContent) queued.remove());
      }
      if (current != null) {
        current.requestPartRead(); // no read will end to say so
      }
    }
    advancing = false;
    if (queued.isEmpty() && !draining) {
      setReading(true);
    }
  }

  /// The response cannot be completed: the client must see that it is not whole.
  void abort() {
    current = null;
    heldHead = null;
    context().close();
  }

  void becomeTunnel(HttpResponse response, UpstreamConnection to) {
    loop.proxy().metrics().answered(response.status().code());
    current = null;
    cancelTimer();
    var channel = context().channel();
    var pipeline = channel.pipeline();
    channel.writeAndFlush(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            response.status(),
            Unpooled.EMPTY_BUFFER,
            response.headers(),
            EmptyHttpHeaders.INSTANCE));
    pipeline.addLast(new Relay(to.channel(), loop));
    pipeline.remove(this);
    pipeline.remove(HttpServerCodec.class);
    to.becomeTunnel(channel);
    channel.config().setAutoRead(true);
  }

  private ChannelPromise promise() {
    return http2 ? context().newPromise() : context().voidPromise();
  }

  private ChannelHandlerContext context() {
    return Check.notNull(context, "a connection in its pipeline");
  }

  private void cancelTimer() {
    var set = timer;
    if (set != null) {
      set.cancel(false);
      timer = null;
    }
  }

  private void setTimer(long nanos) {
    timer = loop.eventLoop().schedule(this::timeUp, nanos, TimeUnit.NANOSECONDS);
  }

  /// One timer per connection, set anew only when it goes off.
  private void timeUp() {
    var timeouts = loop.config().timeouts();
    var serving = current;
    var limit = serving == null && !draining ? timeouts.keepAlive() : timeouts.request();
    var left = limit.toNanos() - (loop.nanos() - lastActive);
    if (left > 0) {
      setTimer(left);
    } else if (serving == null || isStuck(serving)) {
      context().channel().close();
    } else {
      setTimer(limit.toNanos());
    }
  }

  /// It is the client that neither sends nor takes what is its turn to.
  private boolean isStuck(Exchange serving) {
    var sending = !serving.isRequestComplete() && isReading();
    return sending || !isWritable();
  }
}
