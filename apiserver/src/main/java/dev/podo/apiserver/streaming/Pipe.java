package dev.podo.apiserver.streaming;

import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What has come on one channel, between the thread that reads the connection and the one that
/// takes it. The first waits while much is there; nothing is ever lost but what nobody wants.
final class Pipe implements ByteSource {
  private static final int ROOM = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Signal changed;
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int held;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    /// The client sends no more.
    ENDED,
    /// The client has gone.
    BROKEN,
    /// Nobody wants what comes.
    UNWANTED
  }

  Pipe(Clock clock) {
    this.changed = new Signal(clock);
  }

  /// Waits until there is room.
  void put(byte[] bytes) throws InterruptedException {
    if (bytes.length == 0) {
      return;
    }
    changed.awaitUntil(() -> is(() -> state != State.OPEN || held < ROOM), Deadline.never());
    change(() -> {
      if (state == State.OPEN) {
        pieces.add(bytes);
        held += bytes.length;
      }
    });
  }

  /// Nothing more comes; what is there is still taken.
  void end() {
    leave(State.OPEN, State.ENDED);
  }

  /// The same, and who takes it hears that the client has gone.
  void breakOff() {
    leave(State.OPEN, State.BROKEN);
  }

  private void leave(State from, State to) {
    change(() -> {
      if (state == from) {
        state = to;
      }
    });
  }

  void discard() {
    change(() -> {
      state = State.UNWANTED;
      pieces.clear();
      held = 0;
    });
  }

  @Override
  public byte @Nullable [] read() throws InterruptedException {
    changed.awaitUntil(() -> is(() -> state != State.OPEN || !pieces.isEmpty()), Deadline.never());
    byte[] piece;
    lock.lock();
    try {
      piece = pieces.poll();
      if (piece == null) {
        if (state == State.BROKEN) {
          throw new PeerGoneException("the client has gone");
        }
        return null;
      }
      held -= piece.length;
    } finally {
      lock.unlock();
    }
    changed.raise();
    return piece;
  }

  private boolean is(BooleanSupplier condition) {
    lock.lock();
    try {
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
    changed.raise();
  }
}
