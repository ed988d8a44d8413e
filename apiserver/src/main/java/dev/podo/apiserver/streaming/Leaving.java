package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import java.util.concurrent.locks.ReentrantLock;

/// Interrupts the thread that talks to an agent when its client leaves: the agent may be waiting
/// for output that will never come.
final class Leaving {
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread talking = Thread.currentThread();
  private boolean over;
  private boolean left;

  Leaving(Exchange exchange) {
    exchange.onGone(this::leave);
  }

  private void leave() {
    lock.lock();
    try {
      left = true;
      if (!over) {
        talking.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The talk is over: nobody is interrupted any more.
  ///
  /// @return whether the client left before
  boolean end() {
    lock.lock();
    try {
      over = true;
      return left;
    } finally {
      lock.unlock();
    }
  }
}
