package dev.podo.network.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniHandler;
import java.net.InetSocketAddress;

/// Sets up a client's connection: TLS by the name it asks for, then the HTTP version agreed on.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
final class ClientInitializer extends ChannelInitializer<SocketChannel> {
  private static final long STREAMS_MAX = 256;

  private final Proxy proxy;
  private final boolean tls;

  ClientInitializer(Proxy proxy, boolean tls) {
    this.proxy = proxy;
    this.tls = tls;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    proxy.opened(channel);
    if (tls) {
      var certificates = proxy.certificates();
      channel.pipeline().addLast(new SniHandler(certificates::find), new Agreed());
    } else {
      addHttp1(channel.pipeline(), client(channel));
    }
  }

  private Headers.Client client(SocketChannel channel) {
    return client(channel.remoteAddress(), channel.localAddress());
  }

  private Headers.Client client(InetSocketAddress from, InetSocketAddress to) {
    return new Headers.Client(
        from.getAddress().getHostAddress(), tls ? "https" : "http", Integer.toString(to.getPort()));
  }

  private void addHttp1(ChannelPipeline pipeline, Headers.Client client) {
    var limits = proxy.config().limits();
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLineBytes())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxChunkSize(Exchange.CHUNK);
    var loop = proxy.loopOf(pipeline.channel());
    pipeline.addLast(new HttpServerCodec(decoding), new ClientHandler(loop, client, false));
  }

  private void addHttp2(ChannelPipeline pipeline, Headers.Client client) {
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(STREAMS_MAX)
            .maxHeaderListSize(proxy.config().limits().headerBytes());
    var loop = proxy.loopOf(pipeline.channel());
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
        new Http2MultiplexHandler(new Stream(loop, client)));
  }

  private static final class Stream extends ChannelInitializer<Channel> {
    private final ProxyLoop loop;
    private final Headers.Client client;

    Stream(ProxyLoop loop, Headers.Client client) {
      this.loop = loop;
      this.client = client;
    }

    @Override
    protected void initChannel(Channel stream) {
      stream
          .pipeline()
          .addLast(
              new Http2StreamFrameToHttpObjectCodec(true), new ClientHandler(loop, client, true));
    }
  }

  private final class Agreed extends ApplicationProtocolNegotiationHandler {
    Agreed() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      var client = client((SocketChannel) ctx.channel());
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        addHttp2(ctx.pipeline(), client);
      } else {
        addHttp1(ctx.pipeline(), client);
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close(); // a client's own affair, like any other connection that it drops
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
