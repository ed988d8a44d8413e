package dev.podo.foundation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// A clock that stands still until it is told to move: for tests and simulations.
public final class VirtualClock implements Clock {
  private final ReentrantLock lock = new ReentrantLock();
  private final TimerQueue queue = new TimerQueue();
  private final Instant origin;
  private volatile long nanos;
  private volatile Duration skew = Duration.ZERO;

  /// @param origin the wall clock at the start
  public VirtualClock(Instant origin) {
    this.origin = origin;
  }

  @Override
  public Instant now() {
    return origin.plusNanos(nanos).plus(skew);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /// Lets the wall clock jump; the monotonic clock does not.
  public void skewBy(Duration by) {
    skew = skew.plus(by);
  }

  @Override
  public Timer schedule(long atNanos, Runnable action) {
    lock.lock();
    try {
      var entry = queue.add(atNanos, action);
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

  /// When the next timer is due, on the monotonic clock; empty when none is set.
  public OptionalLong nextTimer() {
    lock.lock();
    try {
      var first = queue.first();
      return first == null ? OptionalLong.empty() : OptionalLong.of(first.atNanos());
    } finally {
      lock.unlock();
    }
  }

  /// Moves to the next timer and fires it.
  ///
  /// @return whether there was one at or before `limitNanos`
  public boolean fireNext(long limitNanos) {
    var due = takeDue(limitNanos);
    due.ifPresent(Runnable::run);
    return due.isPresent();
  }

  /// Moves on by `duration`, firing each timer at its own time.
  public void advance(Duration duration) {
    var target = nanos + duration.toNanos();
    while (fireNext(target)) {
      // each timer may set the next one
    }
    nanos = Math.max(nanos, target);
  }

  private Optional<Runnable> takeDue(long limitNanos) {
    lock.lock();
    try {
      var first = queue.first();
      if (first == null || first.atNanos() > limitNanos) {
        return Optional.empty();
      }
      queue.remove(first);
      nanos = Math.max(nanos, first.atNanos());
      return Optional.of(first.action());
    } finally {
      lock.unlock();
    }
  }
}
