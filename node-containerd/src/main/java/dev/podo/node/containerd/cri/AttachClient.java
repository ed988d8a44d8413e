package dev.podo.node.containerd.cri;

import dev.podo.foundation.Scope;
import java.net.http.HttpClient;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What all attached peers reach containerd's streaming server by: one thread of the operating
/// system looks after the sockets of all of them, from the first one on, and what is to be done on
/// one runs on a thread that costs nothing.
final class AttachClient implements AutoCloseable {
  private final Scope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable HttpClient http;
  private boolean closed;

  /// @param scope with which it ends
  AttachClient(Scope scope) {
    this.scope = scope;
    scope.onClose(this);
  }

  HttpClient http() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the runtime is being closed");
      }
      var opened = http;
      if (opened == null) {
        opened = HttpClient.newBuilder().executor(this::run).build();
        http = opened;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable step) {
    try {
      scope.fork("attached", step::run);
    } catch (IllegalStateException ended) {
      throw new RejectedExecutionException(ended);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      var opened = http;
      if (opened != null) {
        opened.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }
}
