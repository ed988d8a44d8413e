package dev.podo.foundation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A result that is not there yet: completed or failed once, awaited by any number of threads.
public final class Promise<T> {
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Runnable> listeners = new ArrayList<>();
  private volatile @Nullable Outcome<T> outcome;

  public Promise(Clock clock) {
    this.clock = clock;
  }

  private record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}

  /// @return false when there was an outcome already, which stands
  public boolean complete(T value) {
    return settle(new Outcome<>(value, null));
  }

  /// @return false when there was an outcome already, which stands
  public boolean fail(Throwable failure) {
    return settle(new Outcome<>(null, failure));
  }

  public boolean isDone() {
    return outcome != null;
  }

  /// Runs `action` once there is an outcome: at once, or on the thread that settles. It must not
  /// block.
  public void whenDone(Runnable action) {
    lock.lock();
    try {
      if (outcome == null) {
        listeners.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /// Waits for the outcome.
  ///
  /// @throws TimeoutException when the deadline passed first
  /// @throws Failure when the promise failed; its cause is the failure
  @SuppressWarnings("NullAway") // the value is null only where T itself is nullable
  public T await(Deadline deadline) throws InterruptedException, TimeoutException {
    if (outcome == null) {
      var waiter = new Waiter(clock);
      whenDone(waiter::wake);
      waiter.await(deadline);
    }
    var done = outcome;
    if (done == null) {
      throw new TimeoutException("no result before the deadline");
    }
    if (done.failure() != null) {
      throw new Failure(done.failure());
    }
    return done.value();
  }

  private boolean settle(Outcome<T> with) {
    List<Runnable> toRun;
    lock.lock();
    try {
      if (outcome != null) {
        return false;
      }
      outcome = with;
      toRun = listeners;
      listeners = List.of();
    } finally {
      lock.unlock();
    }
    toRun.forEach(Runnable::run);
    return true;
  }

  /// The promise failed.
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(Throwable cause) {
      super(cause);
    }
  }
}
