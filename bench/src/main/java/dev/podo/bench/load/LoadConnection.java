package dev.podo.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;

/// One HTTP/2 connection of the load client. Everything happens on its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class LoadConnection {
  private final Channel channel;
  private final Http2StreamChannelBootstrap streams;
  private final String authority;

  private LoadConnection(Channel channel, String authority) {
    this.channel = channel;
    this.streams = new Http2StreamChannelBootstrap(channel);
    this.authority = authority;
  }

  /// Is told how a request ended.
  @FunctionalInterface
  interface Answer {
    /// @param status 0 when there was no answer
    void ended(int status);
  }

  static LoadConnection open(EventLoopGroup loop, SslContext tls, InetSocketAddress server)
      throws IOException {
    var opened =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(
                                channel.alloc(), server.getHostString(), server.getPort()))
                        .addLast(new FlushConsolidationHandler(64, true))
                        .addLast(Http2FrameCodecBuilder.forClient().build())
                        .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect(server)
            .awaitUninterruptibly();
    if (!opened.isSuccess()) {
      throw new IOException("cannot connect to " + server, opened.cause());
    }
    return new LoadConnection(opened.channel(), server.getHostString() + ":" + server.getPort());
  }

  void send(Requests.Request request, Answer answer) {
    streams
        .handler(new Reader(answer))
        .open()
        .addListener((Future<Http2StreamChannel> opened) -> {
          if (opened.isSuccess()) {
            send(opened.getNow(), request);
          } else {
            answer.ended(0);
          }
        });
  }

  private void send(Channel stream, Requests.Request request) {
    var headers =
        new DefaultHttp2Headers(false)
            .method(request.method())
            .scheme("https")
            .authority(authority)
            .path(request.path());
    var body = request.body();
    if (body.length == 0) {
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
      return;
    }
    headers.add("content-type", request.contentType()).addInt("content-length", body.length);
    stream.write(new DefaultHttp2HeadersFrame(headers, false));
    stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
  }

  void close() {
    channel.close().awaitUninterruptibly();
  }

  private static final class Reader extends ChannelInboundHandlerAdapter {
    private final Answer answer;
    private int status;
    private boolean ended;

    Reader(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      var last = false;
      if (frame instanceof Http2HeadersFrame headers) {
        status = Integer.parseInt(String.valueOf(headers.headers().status()));
        last = headers.isEndStream();
      } else if (frame instanceof Http2DataFrame data) {
        last = data.isEndStream();
      }
      ReferenceCountUtil.release(frame);
      if (last) {
        end(status);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(0);
    }

    private void end(int with) {
      if (!ended) {
        ended = true;
        answer.ended(with);
      }
    }
  }
}
