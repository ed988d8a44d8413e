package dev.podo.apiserver.http;

import dev.podo.apiserver.http.channel.HeadDeadline;
import dev.podo.apiserver.http.channel.KeepAlive;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes an HTTP/1.1 connection over into another protocol: exchanges the handlers of its channel,
/// on the event loop, after the answer 101.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class Upgrade {
  /// Clients send what they read from a terminal or a file bit by bit; no message is larger.
  private static final int MESSAGE_MAX = 1 << 20;

  private static final Duration SLOWEST_HANDSHAKE = Duration.ofSeconds(60);

  private final Channel channel;
  private final HttpRequest head;
  private final HttpServerConfig config;
  private final Clock clock;

  Upgrade(Channel channel, HttpRequest head, HttpServerConfig config, Clock clock) {
    this.channel = channel;
    this.head = head;
    this.config = config;
    this.clock = clock;
  }

  /// @throws IllegalStateException when the client's handshake is malformed, or too slow
  void toWebSocket(NettyWebSocket socket) throws InterruptedException {
    await(done -> handshake(socket, done));
  }

  private void handshake(NettyWebSocket socket, Promise<Boolean> done) {
    var factory =
        new WebSocketServerHandshakerFactory(
            "wss://" + head.headers().get(HttpHeaderNames.HOST) + head.uri(),
            socket.subprotocol().isEmpty() ? null : socket.subprotocol(),
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MESSAGE_MAX)
                .closeOnProtocolViolation(false)
                .build());
    var full =
        new DefaultFullHttpRequest(
            head.protocolVersion(),
            head.method(),
            head.uri(),
            Unpooled.EMPTY_BUFFER,
            head.headers(),
            EmptyHttpHeaders.INSTANCE);
    var handshaker = factory.newHandshaker(full);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
      done.fail(new IllegalStateException("this version of WebSocket is not supported"));
      return;
    }
    try {
      handshaker
          .handshake(channel, full)
          .addListener(told -> {
            if (told.isSuccess()) {
              addWebSocketHandlers(channel.pipeline());
              done.complete(true);
            } else {
              done.fail(told.cause());
            }
          });
    } catch (RuntimeException malformed) {
      done.fail(malformed);
      channel.close();
    }
  }

  /// Pings stay below the handler that looks for silence: they say nothing.
  private void addWebSocketHandlers(ChannelPipeline pipeline) {
    leaveHttp(pipeline);
    pipeline
        .addBefore("exchange", "frames", new WebSocketFrameAggregator(MESSAGE_MAX))
        .addBefore("exchange", "pings", new KeepAlive(config.patience().pingEvery()))
        .addBefore("exchange", "silence", silence());
  }

  private IdleStateHandler silence() {
    return new IdleStateHandler(
        0, 0, config.patience().silence().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Requests must come soon; conversations may pause. That a client takes what is sent to it
  /// before it is left stays looked after.
  private void leaveHttp(ChannelPipeline pipeline) {
    pipeline.remove(HeadDeadline.class);
    var read = config.patience().read().toMillis();
    pipeline.replace(
        IdleStateHandler.class,
        "stalls",
        new IdleStateHandler(true, 0, read, 0, TimeUnit.MILLISECONDS));
  }

  /// Leaves HTTP for bytes.
  ///
  /// @param protocol for the header `Upgrade`
  void toBytes(String protocol, List<Header> headers) throws InterruptedException {
    await(done -> {
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      response.headers().set(HttpHeaderNames.UPGRADE, protocol);
      headers.forEach(header -> response.headers().add(header.name(), header.value()));
      channel.writeAndFlush(response);
      leaveHttp(channel.pipeline());
      channel.pipeline().addBefore("exchange", "silence", silence());
      // What the client sent after its request, and the codec has not looked at, comes on as bytes.
      channel.pipeline().remove("http");
      done.complete(true);
    });
  }

  @FunctionalInterface
  private interface Steps {
    void run(Promise<Boolean> done);
  }

  private void await(Steps steps) throws InterruptedException {
    var done = new Promise<Boolean>(clock);
    channel.eventLoop().execute(() -> steps.run(done));
    try {
      done.await(Deadline.after(clock, SLOWEST_HANDSHAKE));
    } catch (TimeoutException e) {
      channel.close();
      throw new IllegalStateException("the change of protocols did not end", e);
    }
  }
}
