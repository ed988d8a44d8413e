package dev.podo.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// The process that watches: one thread, many watches on some connections of HTTP/2. It counts
/// bytes and looks at none, so that it takes little of the cores. When all watches are open it says
/// how many there are; from then on it answers each line of its input with the bytes that have
/// come.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class WatchClient {
  // As Go's client has them.
  private static final int STREAM_WINDOW = 4 << 20;
  private static final int CONNECTION_WINDOW = 1 << 30;
  private static final int OPENING = 10; // At once, on each connection.

  private final InetSocketAddress server;
  private final String path;
  private final CountDownLatch opened;
  private final AtomicLong bytes = new AtomicLong();

  private WatchClient(InetSocketAddress server, String path, int watches) {
    this.server = server;
    this.path = path;
    this.opened = new CountDownLatch(watches);
  }

  /// @param arguments port, directory of [ClientProcess]'s certificates, number of connections, of
  ///   watches on each, and what to watch
  public static void main(String[] arguments) throws Exception {
    var address = new InetSocketAddress("localhost", Integer.parseInt(arguments[0]));
    var tls = LoadClient.tls(Path.of(arguments[1]));
    int connections = Integer.parseInt(arguments[2]);
    int each = Integer.parseInt(arguments[3]);
    var client = new WatchClient(address, arguments[4], connections * each);
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    for (int i = 0; i < connections; i++) {
      client.watch(client.connect(loop, tls), each);
    }
    client.opened.await();
    client.answer(connections * each);
    System.exit(0);
  }

  private void answer(int watches) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    var out = new DataOutputStream(System.out);
    out.writeLong(watches);
    out.flush();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      out.writeLong(bytes.get());
      out.flush();
    }
  }

  private Channel connect(MultiThreadIoEventLoopGroup loop, SslContext tls) throws IOException {
    var settings = Http2Settings.defaultSettings().initialWindowSize(STREAM_WINDOW);
    var connected =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(
                                channel.alloc(), server.getHostString(), server.getPort()))
                        .addLast(
                            Http2FrameCodecBuilder.forClient().initialSettings(settings).build())
                        .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect(server)
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException("cannot connect to " + server, connected.cause());
    }
    return connected.channel();
  }

  private void watch(Channel channel, int watches) {
    channel
        .eventLoop()
        .execute(() -> {
          widen(channel);
          var connection = new Watches(new Http2StreamChannelBootstrap(channel), watches);
          for (int i = 0; i < OPENING; i++) {
            connection.openNext();
          }
        });
  }

  private static void widen(Channel channel) {
    var connection = channel.pipeline().get(Http2FrameCodec.class).connection();
    try {
      connection
          .local()
          .flowController()
          .incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW);
      channel.flush();
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void ask(Channel stream) {
    var headers =
        new DefaultHttp2Headers(false)
            .method("GET")
            .scheme("https")
            .authority(server.getHostString() + ":" + server.getPort())
            .path(path);
    stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
  }

  /// Those of one connection, opened a few at a time.
  private final class Watches {
    private final Http2StreamChannelBootstrap streams;
    private int left;

    Watches(Http2StreamChannelBootstrap streams, int watches) {
      this.streams = streams;
      this.left = watches;
    }

    void openNext() {
      if (left > 0) {
        left--;
        streams
            .handler(new Counting(this))
            .open()
            .addListener((Future<Http2StreamChannel> stream) -> ask(stream.getNow()));
      }
    }
  }

  private final class Counting extends ChannelInboundHandlerAdapter {
    private final Watches siblings;

    Counting(Watches siblings) {
      this.siblings = siblings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2DataFrame data) {
        bytes.lazySet(bytes.get() + data.content().readableBytes());
      } else if (frame instanceof Http2HeadersFrame head) {
        check(String.valueOf(head.headers().status()));
        opened.countDown();
        siblings.openNext();
      }
      ReferenceCountUtil.release(frame);
    }

    private void check(String status) {
      if (!status.equals("200")) {
        // Said where errors go; who measures finds that the process has ended.
        System.err.println("a watch was answered with " + status);
        System.exit(1);
      }
    }
  }
}
