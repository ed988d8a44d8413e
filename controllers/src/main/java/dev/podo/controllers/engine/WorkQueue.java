package dev.podo.controllers.engine;

import dev.podo.foundation.Backoff;
import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Which objects to look at next.
///
/// An object is in the queue at most once, and with at most one worker at a time; what asks for it
/// meanwhile makes it come again. After its turn it may be parked until the caches show what the
/// turn wrote, and may come back by itself: after a failure with growing delays, or at a time that
/// the plan named. So the queue is bounded by the number of objects.
final class WorkQueue {
  private static final System.Logger LOG = System.getLogger(WorkQueue.class.getName());
  private static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(5), Duration.ofMinutes(5));
  // Longer than any watch takes to recover; after that acting on old news beats not acting.
  private static final Duration PARKED_MAX = Duration.ofMinutes(1);

  // Who asks one question after the other goes on, but slower.
  private static final int IN_A_ROW_MAX = 10;

  private final String name;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Signal offered;
  private final LinkedHashMap<Ref, Entry> entries = new LinkedHashMap<>();
  private final LinkedHashMap<Ref, Entry> parked = new LinkedHashMap<>();
  private final ArrayDeque<Ref> ready = new ArrayDeque<>();

  WorkQueue(String name, Environment environment) {
    this.name = name;
    this.environment = environment;
    this.offered = new Signal(environment.clock());
  }

  private enum State {
    IDLE,
    READY,
    RUNNING,
    PARKED
  }

  private static final class Entry {
    State state = State.IDLE;
    boolean askedAgain;
    int failures;
    int turnsInARow;
    Memory memory = Memory.NONE;
    List<Awaited> awaited = List.of();
    @Nullable Duration comeBackIn;
    Clock.@Nullable Timer timer;
  }

  /// A worker's turn with an object.
  record Turn(Ref ref, Memory memory) {}

  /// How a turn ended.
  ///
  /// @param awaited what the caches must show before the next turn
  /// @param failed it is to be tried again, the later the more often it failed
  /// @param again it is to be looked at again at once
  /// @param comeBackIn it is to be looked at again then, at the latest; null for no need
  record Result(
      List<Awaited> awaited,
      boolean failed,
      boolean again,
      @Nullable Duration comeBackIn,
      Memory memory) {
    static final Result DONE = new Result(List.of(), false, false, null, Memory.NONE);
  }

  /// Asks for an object to be looked at.
  void add(Ref ref) {
    lock.lock();
    try {
      var entry = entries.computeIfAbsent(ref, r -> new Entry());
      switch (entry.state) {
        case IDLE -> makeReady(ref, entry);
        case READY -> {}
        case RUNNING, PARKED -> entry.askedAgain = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Asks for an object to be looked at if anything is known of it here.
  void addKnown(Ref ref) {
    lock.lock();
    try {
      if (entries.containsKey(ref)) {
        add(ref);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next object; the caller ends its turn with [#done].
  Turn take() throws InterruptedException {
    var taken = new ArrayList<Turn>(1);
    offered.awaitUntil(() -> poll(taken), Deadline.never());
    return taken.get(0);
  }

  private boolean poll(List<Turn> into) {
    lock.lock();
    try {
      var ref = ready.poll();
      if (ref == null) {
        return false;
      }
      var entry = entryOf(ref);
      entry.state = State.RUNNING;
      entry.askedAgain = false;
      into.add(new Turn(ref, entry.memory));
      return true;
    } finally {
      lock.unlock();
    }
  }

  void done(Ref ref, Result result) {
    lock.lock();
    try {
      var entry = entryOf(ref);
      entry.memory = result.memory();
      entry.turnsInARow = result.again() ? entry.turnsInARow + 1 : 0;
      var failed = result.failed() || entry.turnsInARow > IN_A_ROW_MAX;
      entry.failures = failed ? entry.failures + 1 : 0;
      entry.askedAgain |= result.again();
      entry.comeBackIn = failed ? backoff(entry) : result.comeBackIn();
      entry.awaited = result.awaited().stream().filter(a -> !a.holds()).toList();
      if (entry.awaited.isEmpty()) {
        settle(ref, entry);
      } else {
        entry.state = State.PARKED;
        parked.put(ref, entry);
        setTimer(entry, PARKED_MAX, () -> unparkLate(ref));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The caches have moved on: who waited for that?
  void cachesMoved() {
    lock.lock();
    try {
      if (parked.isEmpty()) {
        return;
      }
      for (var ref : List.copyOf(parked.keySet())) {
        var entry = entryOf(ref);
        entry.awaited = entry.awaited.stream().filter(a -> !a.holds()).toList();
        if (entry.awaited.isEmpty()) {
          unpark(ref, entry);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many are waiting for a worker.
  int depth() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  /// Whether nobody is waiting, working or parked.
  boolean isQuiet() {
    lock.lock();
    try {
      return entries.values().stream().allMatch(entry -> entry.state == State.IDLE);
    } finally {
      lock.unlock();
    }
  }

  private void unparkLate(Ref ref) {
    lock.lock();
    try {
      var entry = parked.get(ref);
      if (entry != null) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: the caches do not show what was written for {1}: {2}",
            name,
            ref,
            entry.awaited);
        unpark(ref, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void unpark(Ref ref, Entry entry) {
    parked.remove(ref);
    entry.awaited = List.of();
    settle(ref, entry);
  }

  /// A turn is over for good: what comes next? After a failure the delay holds, whatever the turn's
  /// own writes have stirred up.
  private void settle(Ref ref, Entry entry) {
    entry.state = State.IDLE;
    cancelTimer(entry);
    if (entry.askedAgain && entry.failures == 0) {
      makeReady(ref, entry);
    } else if (entry.comeBackIn != null) {
      setTimer(entry, entry.comeBackIn, () -> add(ref));
    } else if (entry.memory.isNothing()) {
      entries.remove(ref);
    }
  }

  private void makeReady(Ref ref, Entry entry) {
    cancelTimer(entry);
    entry.state = State.READY;
    ready.add(ref);
    offered.raise();
  }

  private Duration backoff(Entry entry) {
    return BACKOFF.delay(entry.failures, environment.random());
  }

  private void setTimer(Entry entry, Duration in, Runnable action) {
    cancelTimer(entry);
    entry.timer =
        environment.clock().schedule(Deadline.after(environment.clock(), in).atNanos(), action);
  }

  private static void cancelTimer(Entry entry) {
    if (entry.timer != null) {
      entry.timer.cancel();
      entry.timer = null;
    }
  }

  private Entry entryOf(Ref ref) {
    return Check.notNull(entries.get(ref), "the queue's entry");
  }
}
