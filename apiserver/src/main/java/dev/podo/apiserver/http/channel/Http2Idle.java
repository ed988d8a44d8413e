package dev.podo.apiserver.http.channel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes an HTTP/2 connection that has had no stream for long, whatever else comes on it: pings
/// and heads that never end keep nobody connected.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
public final class Http2Idle extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(Http2Idle.class.getName());

  private final Duration patience;
  private int lastStream = -1;
  private @Nullable ScheduledFuture<?> timer;

  public Http2Idle(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .scheduleWithFixedDelay(
                () -> look(context),
                patience.toMillis(),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext context) {
    var codec = context.pipeline().get(Http2FrameCodec.class);
    if (codec == null) {
      return;
    }
    var created = codec.connection().remote().lastStreamCreated();
    if (codec.connection().numActiveStreams() == 0 && created == lastStream) {
      context.close();
    }
    lastStream = created;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    var running = timer;
    if (running != null) {
      running.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "connection with {0} broke: {1}",
        context.channel().remoteAddress(),
        cause.getMessage());
    // Of what breaks the protocol the codec tells the client, and closes.
    if (!(cause instanceof Http2Exception)) {
      context.close();
    }
  }
}
