package dev.podo.foundation;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The machine's clock, with one daemon thread that sleeps until the next timer is due and is
/// started by the first one.
final class SystemClock implements Clock {
  static final SystemClock INSTANCE = new SystemClock();
  private static final System.Logger LOG = System.getLogger(SystemClock.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TimerQueue queue = new TimerQueue();
  private boolean started;

  private SystemClock() {}

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(long atNanos, Runnable action) {
    lock.lock();
    try {
      if (!started) {
        started = true;
        Thread.ofPlatform().name("podo-timer").daemon().start(this::run);
      }
      var entry = queue.add(atNanos, action);
      if (entry.equals(queue.first())) {
        changed.signal();
      }
      return () -> cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(TimerQueue.Entry entry) {
    lock.lock();
    try {
      queue.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      try {
        awaitDue().run();
      } catch (InterruptedException e) {
        LOG.log(System.Logger.Level.DEBUG, "the timer thread is nobody's to interrupt; it goes on");
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a timer's action failed", e);
      }
    }
  }

  private Runnable awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        var first = queue.first();
        if (first == null) {
          changed.await();
          continue;
        }
        var left = first.atNanos() - System.nanoTime();
        if (left <= 0) {
          queue.remove(first);
          return first.action();
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
