package dev.podo.foundation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Tells waiters that something changed: they look again. A raise is never lost, and any number of
/// raises between two looks is one.
public final class Signal {
  private final Clock clock;
  private final AtomicReference<List<Waiter>> waiters = new AtomicReference<>(List.of());

  public Signal(Clock clock) {
    this.clock = clock;
  }

  /// Makes everyone who waits look at his condition again.
  public void raise() {
    for (var waiter : waiters.getAndSet(List.of())) {
      waiter.wake();
    }
  }

  /// Waits until `condition` holds, looking at it after each [#raise].
  ///
  /// @return whether it holds; false when the deadline passed first
  public boolean awaitUntil(BooleanSupplier condition, Deadline deadline)
      throws InterruptedException {
    while (true) {
      if (condition.getAsBoolean()) {
        return true;
      }
      if (deadline.hasPassed(clock)) {
        return false;
      }
      var waiter = new Waiter(clock);
      enter(waiter);
      try {
        if (condition.getAsBoolean()) {
          return true;
        }
        waiter.await(deadline);
      } finally {
        leave(waiter);
      }
    }
  }

  private void enter(Waiter waiter) {
    waiters.updateAndGet(now -> {
      var more = new ArrayList<>(now);
      more.add(waiter);
      return more;
    });
  }

  private void leave(Waiter waiter) {
    waiters.updateAndGet(now -> {
      if (!now.contains(waiter)) {
        return now;
      }
      var fewer = new ArrayList<>(now);
      fewer.remove(waiter);
      return fewer;
    });
  }
}
