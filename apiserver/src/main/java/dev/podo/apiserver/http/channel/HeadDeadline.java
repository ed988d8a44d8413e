package dev.podo.apiserver.http.channel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Bounds how slowly the head of an HTTP/1.1 request may come in, which the decoder does not tell
/// of. It stands before the decoder and sees bytes; the handler behind the decoder tells it what
/// they were. Everything runs on the connection's event loop.
public final class HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration patience;
  private final Runnable late;
  private Stage stage = Stage.HEAD;
  private @Nullable ScheduledFuture<?> timer;

  private enum Stage {
    HEAD,
    BODY,
    BETWEEN
  }

  /// @param late what to do with a client that is too slow
  public HeadDeadline(Duration patience, Runnable late) {
    this.patience = patience;
    this.late = late;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (stage == Stage.BETWEEN) {
      begin(context);
    }
    context.fireChannelRead(bytes);
  }

  private void begin(ChannelHandlerContext context) {
    stage = Stage.HEAD;
    timer = context.executor().schedule(this::end, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    if (stage == Stage.HEAD) {
      late.run();
    }
  }

  /// A head is complete.
  public void headRead() {
    stage = Stage.BODY;
    cancel();
  }

  /// The request behind the head is complete.
  public void requestRead() {
    stage = Stage.BETWEEN;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  private void cancel() {
    var pending = timer;
    if (pending != null) {
      pending.cancel(false);
      timer = null;
    }
  }
}
