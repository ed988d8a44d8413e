package dev.podo.apiserver.http;

import dev.podo.apiserver.http.channel.HeadDeadline;
import dev.podo.apiserver.http.channel.Http2Idle;
import dev.podo.apiserver.http.channel.UnknownFrames;
import dev.podo.foundation.Scope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/// Sets up the handlers of a new connection: TLS, then what ALPN agreed upon.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private static final System.Logger LOG = System.getLogger(ConnectionInitializer.class.getName());
  private static final int HANDSHAKE_SECONDS = 10;
  // Streams that are reset while they are worked on (CVE-2023-44487), by the client or by us for
  // what the client does (CVE-2025-8671): a client that gives up many watches at once is no flood.
  private static final int RESETS_PER_WINDOW = 2_000;
  private static final int WINDOW_SECONDS = 30;
  // What a client may send of one body that nobody reads; and of all those of a connection, so that
  // one that is read slowly does not hold up the others.
  private static final int STREAM_WINDOW = 512 << 10;
  private static final int CONNECTION_WINDOW = 64 << 20;
  private static final int SMALL_CONTINUATIONS = 16;
  // Times the headers that are allowed: up to here a head that is too large is read, to be told so
  // by a Status.
  private static final long BEYOND = 8;
  // Of pings and settings, when the client does not read them.
  private static final int QUEUED_ACKNOWLEDGEMENTS = 1_000;

  private final HttpServerConfig config;
  private final Tls tls;
  private final Connections connections;
  private final HttpHandler handler;
  private final Scope scope;

  ConnectionInitializer(
      HttpServerConfig config, Tls tls, Connections connections, HttpHandler handler, Scope scope) {
    this.config = config;
    this.tls = tls;
    this.connections = connections;
    this.handler = handler;
    this.scope = scope;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!connections.add(channel)) {
      LOG.log(
          System.Logger.Level.WARNING, "too many connections; closed {0}", channel.remoteAddress());
      channel.close();
      return;
    }
    var ssl = tls.newHandler();
    ssl.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    channel.pipeline().addLast("tls", ssl).addLast(new ByAlpn(ssl));
  }

  private final class ByAlpn extends ApplicationProtocolNegotiationHandler {
    private final SslHandler ssl;

    ByAlpn(SslHandler ssl) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.ssl = ssl;
    }

    /// @param ignored Netty knows the protocol of its own engines only
    @Override
    protected void configurePipeline(ChannelHandlerContext context, String ignored) {
      var protocol = ssl.engine().getApplicationProtocol();
      speak(context.pipeline(), ApplicationProtocolNames.HTTP_2.equals(protocol));
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "TLS handshake with {0} failed: {1}",
          context.channel().remoteAddress(),
          cause.getMessage());
      context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /// Sets up what stands behind TLS.
  void speak(ChannelPipeline pipeline, boolean http2) {
    // Watches flush by themselves in batches; this joins the flushes of replies that end together.
    pipeline.addLast(new FlushConsolidationHandler(64, true));
    if (http2) {
      http2(pipeline);
    } else {
      http1(pipeline);
    }
  }

  private void http1(ChannelPipeline pipeline) {
    var limits = config.limits();
    var read = config.patience().read().toMillis();
    var idle = config.patience().idle().toMillis();
    pipeline.addLast(new IdleStateHandler(true, 0, read, idle, TimeUnit.MILLISECONDS));
    var exchanges = new ExchangeHandler(config, handler, scope, false);
    var head = new HeadDeadline(config.patience().head(), exchanges::refuseSlowHead);
    exchanges.tells(head);
    pipeline.addLast("head", head);
    pipeline.addLast(
        "http",
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxUrl())
                .setMaxHeaderSize(limits.maxHeaders())
                .setMaxChunkSize(64 << 10)));
    pipeline.addLast("exchange", exchanges);
  }

  private void http2(ChannelPipeline pipeline) {
    var limits = config.limits();
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(limits.maxStreams())
            .initialWindowSize(STREAM_WINDOW)
            .maxHeaderListSize(limits.maxUrl() + BEYOND * limits.maxHeaders());
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .decoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, WINDOW_SECONDS)
            .encoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, WINDOW_SECONDS)
            .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
            .encoderEnforceMaxQueuedControlFrames(QUEUED_ACKNOWLEDGEMENTS)
            .build());
    pipeline.addLast(UnknownFrames.DROPPED);
    pipeline.addLast(
        new Http2MultiplexHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                stream.pipeline().addLast(new ExchangeHandler(config, handler, scope, true));
              }
            }));
    pipeline.addLast(new Http2Idle(config.patience().idle()));
    pipeline.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW));
  }
}
