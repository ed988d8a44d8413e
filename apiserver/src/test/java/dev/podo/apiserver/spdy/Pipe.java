package dev.podo.apiserver.spdy;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Two wires that are connected: what is written to one arrives at the other, cut anywhere.
public final class Pipe {
  private static final int HIGH = 16 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Signal changed = new Signal(Clock.system());
  private final Random cuts;
  private final End left = new End();
  private final End right = new End();

  public Pipe(long seed) {
    this.cuts = new Random(seed);
    left.other = right;
    right.other = left;
  }

  public End left() {
    return left;
  }

  public End right() {
    return right;
  }

  public final class End implements Wire {
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private End other = this;
    private int waiting;
    private boolean closed;
    private Runnable onClose = () -> {};

    @Override
    public byte @Nullable [] read() throws InterruptedException {
      changed.awaitUntil(() -> !arrivedIsEmpty() || isClosed(), Deadline.never());
      lock.lock();
      try {
        var bytes = arrived.poll();
        if (bytes == null || closed) {
          return null;
        }
        var end = 1 + cuts.nextInt(cuts.nextBoolean() ? bytes.length : Math.min(20, bytes.length));
        if (end < bytes.length) {
          arrived.push(Arrays.copyOfRange(bytes, end, bytes.length));
        }
        waiting -= end;
        changed.raise();
        return Arrays.copyOf(bytes, end);
      } finally {
        lock.unlock();
      }
    }

    private boolean arrivedIsEmpty() {
      lock.lock();
      try {
        return arrived.isEmpty();
      } finally {
        lock.unlock();
      }
    }

    boolean isClosed() {
      lock.lock();
      try {
        return closed || other.closed;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(byte[] bytes) {
      lock.lock();
      try {
        if (!isClosed()) {
          other.arrived.add(bytes);
          other.waiting += bytes.length;
        }
      } finally {
        lock.unlock();
      }
      changed.raise();
    }

    @Override
    public boolean awaitWritable(Deadline deadline) throws InterruptedException {
      changed.awaitUntil(() -> hasRoom() || isClosed(), deadline);
      return !isClosed();
    }

    private boolean hasRoom() {
      lock.lock();
      try {
        return other.waiting < HIGH;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onClose(Runnable action) {
      onClose = action;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
      } finally {
        lock.unlock();
      }
      changed.raise();
      onClose.run();
      other.onClose.run();
    }

    @Override
    public void abort() {
      close();
    }
  }
}
