package dev.podo.network.dns;

import dev.podo.foundation.Environment;
import dev.podo.network.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Asks other servers, in their order, over the transport that the client used: so what is
/// truncated over UDP is asked again by the client over TCP. A message is passed on as it is but
/// for its id.
///
/// Each question has a socket, a port and an id of its own, and only the server's answer to that
/// very question is taken: a forged one would have to guess all of them. Everything runs on one
/// event loop.
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends in the time limit.
final class Forwarder {
  private static final int IN_FLIGHT_MAX = 1024;
  private static final long TIMEOUT_MS = 2000;

  private final Supplier<List<InetSocketAddress>> upstreams;
  private final EventLoop eventLoop;
  private final Transport transport;
  private final Environment environment;
  private final ReplyCache cache = new ReplyCache();
  private int inFlight;

  Forwarder(
      Supplier<List<InetSocketAddress>> upstreams,
      EventLoop eventLoop,
      Transport transport,
      Environment environment) {
    this.upstreams = upstreams;
    this.eventLoop = eventLoop;
    this.transport = transport;
    this.environment = environment;
  }

  /// Takes the outcome, once, on the event loop.
  interface Receiver {
    /// @param reply a whole message, for the length of the call only
    void reply(ByteBuf reply);

    void failed();
  }

  /// @param question a whole message; read before the call returns
  void ask(ByteBuf question, boolean tcp, Receiver receiver) {
    DnsQuery query;
    try {
      query = DnsQuery.read(question);
    } catch (DnsName.Malformed e) {
      receiver.failed();
      return;
    }
    var limit = tcp ? Dns.MESSAGE_BYTES : Math.min(query.edns().udpBytes(), Dns.UDP_BYTES);
    var known = cache.find(query, limit, environment.clock().nanos());
    if (known == null) {
      send(question, tcp, new Keeping(query, receiver));
    } else {
      receiver.reply(known);
      known.release();
    }
  }

  private void send(ByteBuf question, boolean tcp, Receiver receiver) {
    var servers = upstreams.get();
    if (servers.isEmpty() || inFlight >= IN_FLIGHT_MAX) {
      receiver.failed();
      return;
    }
    inFlight++;
    new Inquiry(servers, Unpooled.copiedBuffer(question), tcp, receiver).next();
  }

  /// Keeps what it passes on.
  private final class Keeping implements Receiver {
    private final DnsQuery query;
    private final Receiver receiver;

    Keeping(DnsQuery query, Receiver receiver) {
      this.query = query;
      this.receiver = receiver;
    }

    @Override
    public void reply(ByteBuf reply) {
      cache.put(query, reply, environment.clock().nanos());
      receiver.reply(reply);
    }

    @Override
    public void failed() {
      receiver.failed();
    }
  }

  private final class Inquiry {
    private final List<InetSocketAddress> servers;
    private final ByteBuf question;
    private final int clientId;
    private final boolean tcp;
    private final Receiver receiver;
    private int tried;
    private int id;
    private boolean over;

    Inquiry(List<InetSocketAddress> servers, ByteBuf question, boolean tcp, Receiver receiver) {
      this.servers = servers;
      this.question = question;
      this.clientId = question.getUnsignedShort(0);
      this.tcp = tcp;
      this.receiver = receiver;
    }

    void next() {
      if (over) {
        return;
      }
      if (tried == servers.size()) {
        over = true;
        inFlight--;
        receiver.failed();
        return;
      }
      var server = servers.get(tried++);
      id = environment.random().nextInt(1 << 16);
      question.setShort(0, id);
      var attempt = tried;
      var connecting = bootstrap().connect(server);
      connecting.addListener(done -> send((ChannelFuture) done));
      eventLoop.schedule(
          () -> giveUp(connecting.channel(), attempt), TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private Bootstrap bootstrap() {
      var bootstrap = new Bootstrap().group(eventLoop);
      return tcp
          ? bootstrap
              .channel(transport.client())
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TIMEOUT_MS)
              .handler(new Framed(this))
          : bootstrap.channel(transport.datagram()).handler(new Datagrams(this));
    }

    private void send(ChannelFuture done) {
      if (done.isSuccess() && !over) {
        done.channel().writeAndFlush(Unpooled.copiedBuffer(question));
      } else {
        done.channel().close();
        next();
      }
    }

    private void giveUp(Channel channel, int attempt) {
      if (!over && attempt == tried) {
        channel.close();
        next();
      }
    }

    void received(ByteBuf reply, Channel from) {
      if (over || !isAnswer(reply)) {
        return;
      }
      if (tried < servers.size() && isRefusal(reply)) {
        from.close();
        next(); // another server may know more
        return;
      }
      over = true;
      inFlight--;
      from.close();
      reply.setShort(reply.readerIndex(), clientId);
      receiver.reply(reply);
    }

    private static boolean isRefusal(ByteBuf reply) {
      var code = UpstreamReply.code(reply);
      return code == Dns.SERVER_FAILURE || code == Dns.REFUSED || code == Dns.NOT_IMPLEMENTED;
    }

    private boolean isAnswer(ByteBuf reply) {
      if (reply.readableBytes() < Dns.HEADER_BYTES) {
        return false;
      }
      var start = reply.readerIndex();
      return reply.getUnsignedShort(start) == id
          && (reply.getUnsignedShort(start + 2) & Dns.FLAG_RESPONSE) != 0
          && asksTheSame(reply);
    }

    private boolean asksTheSame(ByteBuf reply) {
      try {
        var asked = question.duplicate().skipBytes(Dns.HEADER_BYTES);
        var answered = reply.duplicate().skipBytes(Dns.HEADER_BYTES);
        return DnsName.read(asked, 0).equals(DnsName.read(answered, reply.readerIndex()))
            && asked.readableBytes() >= 2
            && answered.readableBytes() >= 2
            && asked.readUnsignedShort() == answered.readUnsignedShort();
      } catch (DnsName.Malformed e) {
        return false;
      }
    }
  }

  private static final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Inquiry inquiry;

    Datagrams(Inquiry inquiry) {
      this.inquiry = inquiry;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      inquiry.received(packet.content(), ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close(); // as when nobody listens there
      inquiry.next();
    }
  }

  private static final class Framed extends ChannelInitializer<Channel> {
    private final Inquiry inquiry;

    Framed(Inquiry inquiry) {
      this.inquiry = inquiry;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              new LengthFieldBasedFrameDecoder(Dns.MESSAGE_BYTES, 0, 2, 0, 2),
              new LengthFieldPrepender(2),
              new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext ctx, ByteBuf reply) {
                  inquiry.received(reply, ctx.channel());
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  ctx.close();
                }
              });
    }
  }
}
