package dev.podo.apiserver.http;

import dev.podo.apiserver.http.channel.Farewell;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What all that is sent bit by bit shares: whether the client keeps up, and whether it is there.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
abstract class NettyOutflow implements Outflow {
  /// How long a client is heard after the end of a conversation, which it has been told of: what is
  /// on the way to it could be lost if the connection broke off.
  private static final Duration LINGER = Duration.ofSeconds(30);

  final Channel channel;
  private final Signal changed;
  private final AtomicReference<@Nullable Runnable> onClose = new AtomicReference<>();
  private volatile @Nullable Runnable onWritable;
  private volatile boolean closed;

  NettyOutflow(Channel channel, Clock clock) {
    this.channel = channel;
    this.changed = new Signal(clock);
  }

  @Override
  public final void flush() {
    channel.flush();
  }

  @Override
  public final boolean isWritable() {
    return !closed && channel.isWritable();
  }

  @Override
  public final boolean isClosed() {
    return closed || !channel.isActive();
  }

  @Override
  public final boolean awaitWritable(Deadline deadline) throws InterruptedException {
    // Not asked a second time: the other streams of the connection may have filled it again.
    return changed.awaitUntil(() -> isWritable() || isClosed(), deadline) && !isClosed();
  }

  @Override
  public final void onWritable(Runnable action) {
    onWritable = action;
  }

  @Override
  public final void onClose(Runnable action) {
    onClose.set(action);
    if (isClosed()) {
      runOnClose();
    }
  }

  @Override
  public final Executor executor() {
    return channel.eventLoop();
  }

  /// Something that is no request has arrived; on the event loop. Whoever takes it releases it.
  void received(Object message) {
    ReferenceCountUtil.release(message);
  }

  /// What has arrived cannot be understood, or is too large; on the event loop.
  ///
  /// @return whether the client was told, and the connection closes by itself
  boolean broken(Throwable cause) {
    return false;
  }

  /// Nothing but pings has come or gone for too long; on the event loop.
  void idle() {}

  final void writabilityChanged() {
    changed.raise();
    var action = onWritable;
    if (action != null && channel.isWritable()) {
      action.run();
    }
  }

  /// The client has gone.
  void gone() {
    markClosed();
  }

  /// @return false when it was closed before
  final boolean markClosed() {
    if (closed) {
      return false;
    }
    closed = true;
    onWritable = null;
    changed.raise();
    runOnClose();
    return true;
  }

  /// Ends the connection when what was written last has been sent. A client that takes nothing is
  /// left by whoever looks after its connection.
  final void endAfter(ChannelFuture last) {
    last.addListener(written -> {
      if (written.isSuccess()) {
        Farewell.say(channel, LINGER);
      } else {
        channel.close();
      }
    });
  }

  private void runOnClose() {
    var action = onClose.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
