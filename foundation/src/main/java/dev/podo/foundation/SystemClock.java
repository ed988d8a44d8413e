package dev.podo.foundation;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The machine's clock, with one daemon thread that sleeps until the next timer is due and is
/// started by the first one.
final class SystemClock implements Clock {
  static final SystemClock INSTANCE = new SystemClock();
  private static final long AWAKE = Long.MIN_VALUE;
  private static final System.Logger LOG = System.getLogger(SystemClock.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TimerQueue queue = new TimerQueue();
  private boolean started;
  // Most timers are deadlines that are cancelled long before they are due. So the thread sleeps on
  // until the earliest it has ever seen: to wake it for each one would cost a write two switches.
  private long sleepsUntil = AWAKE;

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
      if (atNanos < sleepsUntil) {
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
          sleepsUntil = Long.MAX_VALUE;
          changed.await();
          continue;
        }
        var left = first.atNanos() - System.nanoTime();
        if (left <= 0) {
          queue.remove(first);
          return first.action();
        }
        sleepsUntil = first.atNanos();
        changed.awaitNanos(left);
      }
    } finally {
      sleepsUntil = AWAKE;
      lock.unlock();
    }
  }
}
