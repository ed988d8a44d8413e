package dev.podo.apiserver.http;

import dev.podo.foundation.Scope;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Listens for HTTP over TLS until its scope closes.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
public final class HttpServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EventLoopGroup loops;
  private final Connections connections;
  private final Channel listener;

  private HttpServer(EventLoopGroup loops, Connections connections, Channel listener) {
    this.loops = loops;
    this.connections = connections;
    this.listener = listener;
  }

  /// Starts to listen.
  ///
  /// @param scope requests run on its threads; the server closes with it
  /// @throws IOException when the address cannot be bound; the message names it
  public static HttpServer start(
      HttpServerConfig config, TlsIdentity identity, HttpHandler handler, Scope scope)
      throws IOException {
    var loops =
        new MultiThreadIoEventLoopGroup(
            config.eventLoops(),
            new DefaultThreadFactory("podo-http", true),
            NioIoHandler.newFactory());
    try {
      var connections = new Connections(config.limits().maxConnections());
      var initializer =
          new ConnectionInitializer(config, Tls.of(identity), connections, handler, scope);
      var listener = bind(config, loops, initializer);
      return scope.onClose(new HttpServer(loops, connections, listener));
    } catch (IOException | RuntimeException e) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  private static Channel bind(
      HttpServerConfig config, EventLoopGroup loops, ConnectionInitializer initializer)
      throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 << 10, 256 << 10))
            .childHandler(initializer)
            .bind(config.bind())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + config.bind() + ": " + bound.cause().getMessage(), bound.cause());
    }
    return bound.channel();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// How many connections are open.
  public int connections() {
    return connections.count();
  }

  /// Stops listening, and closes the connections.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.closeAll();
    loops
        .shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE.toMillis());
  }
}
