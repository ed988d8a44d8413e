package dev.podo.network.proxy;

import dev.podo.network.ingress.Backend.Endpoint;
import dev.podo.network.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// An endpoint on loopback whose behaviour a test decides per request.
@SuppressWarnings("FutureReturnValueIgnored")
final class TestBackend implements AutoCloseable {
  static final EventLoopGroup GROUP = Transport.nio().loops("test-backend", 1);

  final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  final AtomicInteger accepted = new AtomicInteger();
  final ConcurrentLinkedQueue<FullHttpRequest> requests = new ConcurrentLinkedQueue<>();
  private final Channel server;

  private TestBackend(BiConsumer<ChannelHandlerContext, FullHttpRequest> behaviour) {
    server =
        new ServerBootstrap()
            .group(GROUP)
            .channel(Transport.nio().server())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.incrementAndGet();
                    connections.add(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(64 << 20),
                            new Behaving(behaviour));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  static TestBackend of(BiConsumer<ChannelHandlerContext, FullHttpRequest> behaviour) {
    return new TestBackend(behaviour);
  }

  /// Answers each request by `name`, its method, path and body.
  static TestBackend echo(String name) {
    return of((ctx, request) ->
        answer(ctx, request, response(HttpResponseStatus.OK, name + " " + describe(request))));
  }

  static String describe(FullHttpRequest request) {
    var body = request.content().toString(StandardCharsets.UTF_8);
    return request.method() + " " + request.uri() + (body.isEmpty() ? "" : " " + body);
  }

  static FullHttpResponse response(HttpResponseStatus status, String text) {
    var content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    HttpUtil.setContentLength(response, content.readableBytes());
    return response;
  }

  static void answer(
      ChannelHandlerContext ctx, FullHttpRequest request, FullHttpResponse response) {
    var written = ctx.writeAndFlush(response);
    if (!HttpUtil.isKeepAlive(request) || !HttpUtil.isKeepAlive(response)) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort());
  }

  List<String> seen() {
    return requests.stream().map(TestBackend::describe).toList();
  }

  /// Nobody listens any more, and what is open closes.
  @Override
  public void close() {
    server.close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
  }

  /// Accepts no more, but serves what is open.
  void stopAccepting() {
    server.close().syncUninterruptibly();
  }

  private final class Behaving extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final BiConsumer<ChannelHandlerContext, FullHttpRequest> behaviour;

    Behaving(BiConsumer<ChannelHandlerContext, FullHttpRequest> behaviour) {
      this.behaviour = behaviour;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      requests.add(request.copy());
      behaviour.accept(ctx, request);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
