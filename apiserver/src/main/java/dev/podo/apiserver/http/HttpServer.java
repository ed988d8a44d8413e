package dev.podo.apiserver.http;

import dev.podo.apiserver.http.channel.SilentPeers;
import dev.podo.foundation.Scope;
import io.netty.bootstrap.ServerBootstrap;
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
import javax.net.ssl.SSLContext;

/// Listens for HTTP over TLS until its scope closes.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
public final class HttpServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpServerConfig config;
  private final Scope scope;
  private final EventLoopGroup loops;
  private final SSLContext tls = Tls.newContext();
  private final Connections connections;
  private final NioServerSocketChannel listener = new NioServerSocketChannel();

  private HttpServer(HttpServerConfig config, Scope scope) {
    this.config = config;
    this.scope = scope;
    this.connections = new Connections(config.limits().maxConnections());
    this.loops =
        new MultiThreadIoEventLoopGroup(
            config.eventLoops(),
            new DefaultThreadFactory("podo-http", true),
            NioIoHandler.newFactory());
  }

  /// Makes what listening takes, which needs nothing of the rest of a server: a start does it
  /// beside other things.
  ///
  /// @param scope requests run on its threads; the server closes with it
  public static HttpServer open(HttpServerConfig config, Scope scope) {
    return scope.onClose(new HttpServer(config, scope));
  }

  /// Starts to listen.
  ///
  /// @throws IOException when the address cannot be bound; the message names it
  public void listen(TlsIdentity identity, HttpHandler handler) throws IOException {
    var initializer =
        new ConnectionInitializer(config, Tls.of(tls, identity), connections, handler, scope);
    var bound =
        SilentPeers.on(new ServerBootstrap())
            .group(loops)
            .channelFactory(() -> listener)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
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
  }

  public InetSocketAddress address() {
    return listener.localAddress();
  }

  /// How many connections are open.
  public int connections() {
    return connections.count();
  }

  /// Stops listening, and closes the connections.
  @Override
  public void close() {
    if (listener.isRegistered()) {
      listener.close().awaitUninterruptibly();
    } else {
      listener.unsafe().closeForcibly();
    }
    connections.closeAll();
    loops
        .shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE.toMillis());
  }
}
