package dev.podo.network.proxy;

import static java.lang.System.Logger.Level.INFO;

import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Environment;
import dev.podo.network.ingress.Backend;
import dev.podo.network.ingress.PemCertificate;
import dev.podo.network.ingress.RouteTable;
import dev.podo.network.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A reverse proxy for HTTP/1.1, HTTP/2 over TLS, and WebSocket, whose routes and certificates are
/// replaced while it runs without losing a request.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
public final class Proxy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Proxy.class.getName());
  private static final long STOP_SECONDS = 10;

  private final ProxyConfig config;
  private final Clock clock;
  private final LiveRoutes live;
  private final ProxyMetrics metrics = new ProxyMetrics();
  private final Certificates certificates;
  private final EventLoopGroup group;
  private final Map<EventLoop, ProxyLoop> loops = new LinkedHashMap<>();
  private final List<Channel> servers = new ArrayList<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private volatile boolean stopping;

  private Proxy(ProxyConfig config, Environment environment, Transport transport) {
    this.config = config;
    this.clock = environment.clock();
    this.live = new LiveRoutes(config.loops());
    this.certificates = new Certificates(environment);
    this.group = transport.loops("podo-ingress", config.loops());
    for (int i = 0; i < config.loops(); i++) {
      var eventLoop = group.next();
      var seed = environment.random().nextLong();
      var loop = ProxyLoop.of(i, eventLoop, transport, seed, this);
      loop.bootstrap().handler(new UpstreamInitializer(loop));
      loops.put(eventLoop, loop);
    }
  }

  /// @throws IOException when a port is taken or not allowed; it names the address
  public static Proxy start(ProxyConfig config, Environment environment, Transport transport)
      throws IOException {
    var proxy = new Proxy(config, environment, transport);
    try {
      proxy.listen(config.http(), transport, false);
      proxy.listen(config.https(), transport, true);
    } catch (IOException e) {
      proxy.close();
      throw e;
    }
    LOG.log(INFO, "the ingress serves http on {0} and https on {1}", proxy.http(), proxy.https());
    return proxy;
  }

  private void listen(InetSocketAddress address, Transport transport, boolean tls)
      throws IOException {
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(transport.server())
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ClientInitializer(this, tls))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "the ingress cannot listen on " + address + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    servers.add(bound.channel());
  }

  /// Where plain HTTP is served, with the port that was found if the configured one was 0.
  public InetSocketAddress http() {
    return (InetSocketAddress) servers.get(0).localAddress();
  }

  /// Where TLS is served, with the port that was found if the configured one was 0.
  public InetSocketAddress https() {
    return (InetSocketAddress) servers.get(1).localAddress();
  }

  /// Routes every request from now on by `routes`. Requests in flight end where they are; endpoints
  /// that are not named any more get no new one.
  public void replaceRoutes(RouteTable<Backend> routes) {
    if (stopping) {
      return;
    }
    for (var retired : live.replace(routes)) {
      for (var loop : loops.values()) {
        loop.eventLoop().execute(() -> retired.closeIdle(loop.index()));
      }
    }
  }

  /// Serves TLS from now on with these certificates; connections that stand keep theirs.
  public void replaceCertificates(SortedMap<String, PemCertificate> byHost) {
    certificates.replace(byHost);
  }

  public ProxyMetrics metrics() {
    return metrics;
  }

  /// Requests so far, by backend.
  public SortedMap<String, Long> requestsByBackend() {
    var out = new TreeMap<String, Long>();
    live.counters().forEach((name, counters) -> out.put(name, counters.requests().sum()));
    return out;
  }

  /// Stops accepting, lets requests in flight end for a while, and closes.
  @Override
  public void close() {
    if (group.isShuttingDown()) {
      return;
    }
    stopping = true;
    servers.forEach(server -> server.close().awaitUninterruptibly());
    for (var loop : loops.values()) {
      loop.eventLoop().execute(() -> clients.forEach(client -> closeIfIdle(client, loop)));
    }
    var ended = clients.newCloseFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      clients.close().awaitUninterruptibly();
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static void closeIfIdle(Channel client, ProxyLoop loop) {
    var handler = client.pipeline().get(ClientHandler.class);
    if (client.eventLoop().equals(loop.eventLoop()) && (handler == null || handler.isIdle())) {
      client.close();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  RouteTable<Pool> routes() {
    return live.table();
  }

  ProxyConfig config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  Certificates certificates() {
    return certificates;
  }

  ProxyLoop loopOf(Channel channel) {
    return Check.notNull(loops.get(channel.eventLoop()), "a loop of the proxy");
  }

  /// Counts a client's connection as long as it is open.
  void opened(Channel client) {
    metrics.connected();
    clients.add(client);
    client.closeFuture().addListener(closed -> metrics.disconnected());
  }

  private static final class UpstreamInitializer extends ChannelInitializer<SocketChannel> {
    private final ProxyLoop loop;

    UpstreamInitializer(ProxyLoop loop) {
      this.loop = loop;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      UpstreamConnection.addTo(channel.pipeline(), loop);
    }
  }
}
