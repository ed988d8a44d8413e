package dev.podo.apiserver.http.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The pings of a WebSocket. The client's are answered. Our own keep connections alive that stand
/// behind proxies, and find out that a client has gone which nobody reads from or writes to: they
/// need no answer, a machine that no longer knows the connection resets it.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
public final class KeepAlive extends ChannelDuplexHandler {
  private final Duration every;
  private @Nullable ScheduledFuture<?> pings;
  private boolean closing;

  public KeepAlive(Duration every) {
    this.every = every;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    pings =
        context
            .executor()
            .scheduleAtFixedRate(
                () -> ping(context), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ping(ChannelHandlerContext context) {
    // Behind what waits already a ping would find out nothing sooner.
    if (!closing && context.channel().isWritable()) {
      context.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }
  }

  /// After a good-bye nothing may follow.
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof CloseWebSocketFrame) {
      closing = true;
      stop();
    }
    context.write(message, promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  private void stop() {
    if (pings != null) {
      pings.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case PingWebSocketFrame ping -> {
        if (!closing && context.channel().isWritable()) {
          context.writeAndFlush(new PongWebSocketFrame(ping.content()));
        } else {
          ping.release(); // a client that reads nothing gets no more to read
        }
      }
      case PongWebSocketFrame pong -> pong.release();
      default -> context.fireChannelRead(message);
    }
  }
}
