package dev.podo.foundation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A bounded queue between threads. Senders decide what happens when it is full: [#offer] refuses,
/// [#put] waits.
public final class Mailbox<T> {
  private final Clock clock;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ArrayDeque<Waiter> takers = new ArrayDeque<>();
  private final ArrayDeque<Waiter> putters = new ArrayDeque<>();

  public Mailbox(Clock clock, int capacity) {
    Check.that(capacity > 0, "a mailbox holds at least one item, not %s", capacity);
    this.clock = clock;
    this.capacity = capacity;
  }

  /// Adds without waiting.
  ///
  /// @return false when the mailbox is full, and the item was not added
  public boolean offer(T item) {
    lock.lock();
    try {
      if (items.size() >= capacity) {
        return false;
      }
      items.add(item);
      wakeOne(takers);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Adds, waiting for room until the deadline.
  ///
  /// @return whether the item was added
  public boolean put(T item, Deadline deadline) throws InterruptedException {
    while (true) {
      Waiter waiter;
      lock.lock();
      try {
        if (offer(item)) {
          return true;
        }
        if (deadline.hasPassed(clock)) {
          return false;
        }
        waiter = new Waiter(clock);
        putters.add(waiter);
      } finally {
        lock.unlock();
      }
      await(waiter, putters, deadline);
    }
  }

  /// Takes the oldest item, waiting for one until the deadline.
  ///
  /// @return null when the deadline passed first
  public @Nullable T take(Deadline deadline) throws InterruptedException {
    while (true) {
      Waiter waiter;
      lock.lock();
      try {
        var item = poll();
        if (item != null || deadline.hasPassed(clock)) {
          return item;
        }
        waiter = new Waiter(clock);
        takers.add(waiter);
      } finally {
        lock.unlock();
      }
      await(waiter, takers, deadline);
    }
  }

  /// Takes the oldest item, or null when there is none.
  public @Nullable T poll() {
    lock.lock();
    try {
      var item = items.poll();
      if (item != null) {
        wakeOne(putters);
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  /// Takes up to `max` items that are there now, oldest first; does not wait.
  public List<T> drain(int max) {
    lock.lock();
    try {
      var out = new ArrayList<T>(Math.min(max, items.size()));
      while (out.size() < max && !items.isEmpty()) {
        out.add(items.remove());
        wakeOne(putters);
      }
      return out;
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  private void await(Waiter waiter, ArrayDeque<Waiter> line, Deadline deadline)
      throws InterruptedException {
    try {
      waiter.await(deadline);
    } catch (InterruptedException e) {
      if (!leave(waiter, line)) {
        passOn(line);
      }
      throw e;
    }
    leave(waiter, line);
  }

  /// @return false when the waiter had been woken, and so left the line already
  private boolean leave(Waiter waiter, ArrayDeque<Waiter> line) {
    lock.lock();
    try {
      return line.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  /// Woken and interrupted at once: the wake-up belongs to the next in line.
  private void passOn(ArrayDeque<Waiter> line) {
    lock.lock();
    try {
      wakeOne(line);
    } finally {
      lock.unlock();
    }
  }

  private static void wakeOne(ArrayDeque<Waiter> line) {
    var waiter = line.poll();
    if (waiter != null) {
      waiter.wake();
    }
  }
}
