package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a byte stream and a WebSocket share: whether the client keeps up, and whether it is there.
final class Outlet {
  private final Channel channel;
  private final Signal changed;
  private final AtomicReference<@Nullable Runnable> onClose = new AtomicReference<>();
  private volatile @Nullable Runnable onWritable;
  private volatile boolean closed;

  Outlet(Channel channel, Clock clock) {
    this.channel = channel;
    this.changed = new Signal(clock);
  }

  boolean isWritable() {
    return !closed && channel.isWritable();
  }

  boolean isClosed() {
    return closed || !channel.isActive();
  }

  boolean awaitWritable(Deadline deadline) throws InterruptedException {
    changed.awaitUntil(() -> isWritable() || isClosed(), deadline);
    return isWritable();
  }

  void onWritable(Runnable action) {
    onWritable = action;
  }

  void onClose(Runnable action) {
    onClose.set(action);
    if (isClosed()) {
      runOnClose();
    }
  }

  Executor executor() {
    return channel.eventLoop();
  }

  void writabilityChanged() {
    changed.raise();
    var action = onWritable;
    if (action != null && channel.isWritable()) {
      action.run();
    }
  }

  /// @return false when it was closed before
  boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    onWritable = null;
    changed.raise();
    runOnClose();
    return true;
  }

  private void runOnClose() {
    var action = onClose.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
