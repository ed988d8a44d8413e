package dev.podo.apiserver.flowcontrol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All seats of a server, and who sits on them. Knows neither threads nor clocks: whoever calls
/// guards it and tells the time.
///
/// Each level has a nominal share of the seats. Part of it the level lends: those seats go to
/// whoever needs them, and come back as the requests on them end, before anybody else gets more.
/// Upstream moves lent seats between levels every ten seconds; here they move with each request, so
/// nothing runs while nothing happens, and no seat is empty while somebody waits who may have it.
final class PriorityLevels {
  private final int seats;
  private final Map<String, Level> byName = new TreeMap<>();
  private List<Level> levels = List.of();

  /// @param seats how many requests of width one are worked on at once, exempt ones aside
  PriorityLevels(int seats) {
    this.seats = seats;
  }

  /// In the order of their names.
  List<Level> all() {
    return levels;
  }

  @Nullable Level level(String name) {
    return byName.get(name);
  }

  /// Takes over other levels. Who waits at one that is no more, or that has no queue for him any
  /// more, is rejected.
  ///
  /// @return who waits no more
  List<Work> configure(List<LevelConfig> configs, long now) {
    var settled = new ArrayList<Work>();
    var wanted = new TreeMap<String, LevelConfig>();
    configs.forEach(it -> wanted.put(it.name(), it));
    var shares = 0L;
    for (var config : wanted.values()) {
      shares += config.shares();
    }
    for (var config : wanted.values()) {
      var level = byName.computeIfAbsent(config.name(), name -> new Level(config));
      for (var work : level.configure(config, nominal(config, shares))) {
        settled.add(reject(work, Rejection.CONCURRENCY_LIMIT));
      }
    }
    for (var level : levels) {
      if (!wanted.containsKey(level.name())) {
        retire(level, settled);
      }
    }
    levels = List.copyOf(byName.values());
    dispatch(now, settled);
    return settled;
  }

  private int nominal(LevelConfig config, long allShares) {
    return allShares == 0 ? 0 : (int) Math.ceilDiv((long) seats * config.shares(), allShares);
  }

  private void retire(Level level, List<Work> settled) {
    level.retired = true;
    byName.remove(level.name());
    for (var work = level.head(); work != null; work = level.head()) {
      level.leave(work);
      settled.add(reject(work, Rejection.CANCELLED));
    }
  }

  /// A request comes: afterwards it is worked on, waits or was rejected.
  void arrive(Work work, long now) {
    var level = work.level;
    if (level.config().exempt() || level.retired) {
      level.start(work, now);
      return;
    }
    work.width = Math.min(work.width, level.maxWidth());
    var queues = level.config().queuing() != null;
    var queue = queues ? level.queueFor(work.hash) : null;
    if (level.waiting == 0 && hasRoom(level, work.width)) {
      work.queue = queue;
      level.start(work, now);
    } else if (queue == null) {
      reject(work, Rejection.CONCURRENCY_LIMIT);
    } else if (!level.enqueue(work, queue)) {
      reject(work, Rejection.QUEUE_FULL);
    }
  }

  /// A request was answered; what follows from it goes on with its final seats.
  ///
  /// @return who is worked on instead
  List<Work> answered(Work work, long now) {
    work.answered = true;
    work.level.narrow(work, Math.min(work.width, work.finalSeats), now);
    return dispatched(now);
  }

  /// A request that was worked on has ended.
  ///
  /// @return who is worked on instead
  List<Work> finish(Work work, long now) {
    work.level.finish(work, now);
    return dispatched(now);
  }

  private List<Work> dispatched(long now) {
    if (!anyWaits()) {
      return List.of();
    }
    var started = new ArrayList<Work>();
    dispatch(now, started);
    return started;
  }

  /// A request waits no longer.
  ///
  /// @return false when it is worked on already, or was rejected
  boolean giveUp(Work work, Rejection why, long now, List<Work> started) {
    if (work.state != Work.State.WAITING) {
      return false;
    }
    work.level.leave(work);
    reject(work, why);
    dispatch(now, started); // Who stood behind it may be narrower.
    return true;
  }

  private static Work reject(Work work, Rejection why) {
    work.state = Work.State.REJECTED;
    work.rejection = why;
    switch (why) {
      case QUEUE_FULL, CONCURRENCY_LIMIT -> work.level.rejected++;
      case TIME_OUT -> work.level.timedOut++;
      case CANCELLED -> work.level.cancelled++;
    }
    return work;
  }

  private boolean anyWaits() {
    for (var level : levels) {
      if (level.waiting > 0) {
        return true;
      }
    }
    return false;
  }

  private void dispatch(long now, List<Work> started) {
    for (var next = next(); next != null; next = next()) {
      next.level.leave(next);
      next.level.start(next, now);
      started.add(next);
    }
  }

  /// Whose turn it is among those for whom there is room: first levels that have less than their
  /// share, and of these the one that has least of it.
  private @Nullable Work next() {
    Work best = null;
    for (var level : levels) {
      var head = level.head();
      if (head != null
          && hasRoom(level, head.width)
          && (best == null || fill(level) < fill(best.level))) {
        best = head;
      }
    }
    return best;
  }

  private static double fill(Level level) {
    return (double) level.executingSeats / Math.max(1, level.nominal());
  }

  private boolean hasRoom(Level level, int width) {
    var after = level.executingSeats + width;
    if (after > level.max()) {
      return false;
    }
    var more = level.pooled(after) - level.pooled(level.executingSeats);
    return more == 0 || (more <= unusedPool() && (after <= level.nominal() || !isOwed(level)));
  }

  /// How many seats a level could have at this moment: those that it has, and those that are free
  /// for it.
  int currentLimit(Level level) {
    return Math.min(level.max(), Math.max(level.executingSeats, level.min()) + unusedPool());
  }

  private int unusedPool() {
    var unused = 0;
    for (var level : levels) {
      unused += level.lendable() - level.pooled(level.executingSeats);
    }
    return unused;
  }

  /// Whether another level waits for seats of its own: nobody borrows before it has them.
  private boolean isOwed(Level borrower) {
    for (var level : levels) {
      if (level.waiting > 0 && !level.equals(borrower)) {
        var head = level.head();
        if (head != null && level.executingSeats + head.width <= level.nominal()) {
          return true;
        }
      }
    }
    return false;
  }
}
