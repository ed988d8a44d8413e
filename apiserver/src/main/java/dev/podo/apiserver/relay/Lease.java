package dev.podo.apiserver.relay;

import java.util.concurrent.locks.ReentrantLock;

/// The right of one request to a connection. Whoever ends the request closes the connection by it,
/// but only as long as it is the request's: not when the next one has it.
final class Lease implements AutoCloseable {
  private final OriginConnection origin;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean over;

  Lease(OriginConnection origin) {
    this.origin = origin;
  }

  OriginConnection origin() {
    return origin;
  }

  /// Ends the lease and leaves the connection open.
  ///
  /// @return false when it has been closed
  boolean giveBack() {
    lock.lock();
    try {
      var mine = !over;
      over = true;
      return mine;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!over) {
        over = true;
        origin.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
