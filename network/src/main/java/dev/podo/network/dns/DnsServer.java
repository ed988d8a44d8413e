package dev.podo.network.dns;

import static java.lang.System.Logger.Level.INFO;

import dev.podo.client.informer.Informer;
import dev.podo.foundation.Environment;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.network.services.SliceIndex;
import dev.podo.network.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The cluster's DNS server, over UDP and TCP on one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // An answer that cannot be sent is asked for again.
public final class DnsServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DnsServer.class.getName());
  private static final int TCP_IDLE_SECONDS = 10;
  private static final int TCP_CONNECTIONS_MAX = 1024;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final int BIND_TRIES = 10;

  private final EventLoopGroup group;
  private final DnsResponder responder;
  private final List<Channel> servers = new ArrayList<>();
  private int tcpConnections;

  private DnsServer(EventLoopGroup group, DnsResponder responder) {
    this.group = group;
    this.responder = responder;
  }

  /// @param services gets an index
  /// @param slices gets indexes
  /// @throws IOException when the address is taken or not allowed; it names the address
  public static DnsServer start(
      DnsConfig config,
      Informer<Service> services,
      Informer<EndpointSlice> slices,
      Environment environment,
      Transport transport)
      throws IOException {
    services.addIndex(ClusterZone.SERVICE_BY_IP);
    slices.addIndex(SliceIndex.BY_SERVICE);
    slices.addIndex(ClusterZone.SLICE_BY_ADDRESS);
    var group = transport.loops("podo-dns", 1);
    var forwarder = new Forwarder(config.upstreams(), group.next(), transport, environment);
    var responder =
        new DnsResponder(
            () ->
                new ClusterZone(
                    config.domain(), config.clusterIp(), services.snapshot(), slices.snapshot()),
            forwarder,
            (int) config.ttl().toSeconds());
    var server = new DnsServer(group, responder);
    try {
      server.listen(config.listen(), transport);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    LOG.log(INFO, "DNS for {0} is served on {1}", config.domain(), server.address());
    return server;
  }

  private void listen(InetSocketAddress address, Transport transport) throws IOException {
    // With port 0, the port that UDP gets may be taken for TCP: then both are tried anew.
    for (int i = 1; ; i++) {
      var udp =
          new Bootstrap()
              .group(group)
              .channel(transport.datagram())
              .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
              .handler(new Datagrams())
              .bind(address)
              .awaitUninterruptibly();
      requireBound(udp, address);
      var tcp =
          new ServerBootstrap()
              .group(group)
              .channel(transport.server())
              .childHandler(new Streams())
              .bind(udp.channel().localAddress())
              .awaitUninterruptibly();
      if (tcp.isSuccess()) {
        servers.add(udp.channel());
        servers.add(tcp.channel());
        return;
      }
      udp.channel().close().awaitUninterruptibly();
      if (address.getPort() != 0 || i == BIND_TRIES) {
        requireBound(tcp, address);
      }
    }
  }

  private static void requireBound(ChannelFuture bound, InetSocketAddress address)
      throws IOException {
    if (!bound.isSuccess()) {
      throw new IOException(
          "the cluster's DNS cannot listen on " + address + ": " + bound.cause().getMessage(),
          bound.cause());
    }
  }

  /// Where it is served, with the port that was found if the configured one was 0.
  public InetSocketAddress address() {
    return (InetSocketAddress) servers.getFirst().localAddress();
  }

  /// What it has answered.
  public DnsMetrics metrics() {
    return responder.metrics();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.close().awaitUninterruptibly());
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      var client = packet.sender();
      responder.respond(
          packet.content(),
          false,
          ctx.alloc(),
          answer -> ctx.writeAndFlush(new DatagramPacket(answer, client)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      LOG.log(System.Logger.Level.DEBUG, "a datagram was lost: {0}", cause.getMessage());
    }
  }

  private final class Streams extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (tcpConnections >= TCP_CONNECTIONS_MAX) {
        channel.close();
        return;
      }
      tcpConnections++;
      channel.closeFuture().addListener(closed -> tcpConnections--);
      channel
          .pipeline()
          .addLast(
              new ReadTimeoutHandler(TCP_IDLE_SECONDS),
              new LengthFieldBasedFrameDecoder(Dns.MESSAGE_BYTES, 0, 2, 0, 2),
              new LengthFieldPrepender(2),
              new Messages());
    }
  }

  private final class Messages extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
      responder.respond(message, true, ctx.alloc(), ctx::writeAndFlush);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
