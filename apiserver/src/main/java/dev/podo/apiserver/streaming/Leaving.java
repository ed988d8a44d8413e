package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import dev.podo.foundation.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Interrupts the thread that talks to an agent when its client leaves: the agent may be waiting
/// for output that will never come.
final class Leaving {
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread talking = Thread.currentThread();
  private Clock.@Nullable Timer timer;
  private boolean over;
  private boolean left;

  Leaving(Exchange exchange) {
    exchange.onGone(this::leave);
  }

  /// @param patience how long after the client has left the thread may go on by itself
  Leaving(Exchange exchange, Clock clock, Duration patience) {
    exchange.onGone(() -> leaveLater(clock, patience));
  }

  private void leaveLater(Clock clock, Duration patience) {
    lock.lock();
    try {
      if (!over) {
        timer = clock.schedule(clock.nanos() + patience.toNanos(), this::leave);
      }
    } finally {
      lock.unlock();
    }
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
      if (timer != null) {
        timer.cancel();
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
