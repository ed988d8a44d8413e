package dev.podo.store.local;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Hands what is committed to those who follow: first what they missed, read from the log, then
/// what comes, from memory.
public final class Feeds {
  private static final int CAPACITY = 2_048;

  private final Clock clock;
  private final CopyOnWriteArrayList<LogFeed> open = new CopyOnWriteArrayList<>();

  public Feeds(Clock clock) {
    this.clock = clock;
  }

  /// Reads committed transactions from where they are kept.
  @FunctionalInterface
  public interface Log {
    /// The transactions after a revision, in order, at most so many.
    List<Journal.ChangeSet> read(long afterRevision, int max);
  }

  /// Begins to follow. The caller sees to it that nothing is published meanwhile.
  ///
  /// @param after the revision that the follower has
  /// @param current the revision of the last transaction that was published
  public Journal.Feed follow(long after, long current, Log log) {
    var feed = new LogFeed(after, current, log);
    open.add(feed);
    return feed;
  }

  /// Hands on what is durable now. Waits for followers whose queue is full.
  public void publish(List<Journal.ChangeSet> sets) throws InterruptedException {
    for (var feed : open) {
      for (var set : sets) {
        feed.put(set);
      }
    }
  }

  private final class LogFeed implements Journal.Feed {
    private final Mailbox<Journal.ChangeSet> live = new Mailbox<>(clock, CAPACITY);
    private final long liveAfter;
    private final Log log;
    private long next;

    LogFeed(long after, long liveAfter, Log log) {
      this.next = after;
      this.liveAfter = liveAfter;
      this.log = log;
    }

    void put(Journal.ChangeSet set) throws InterruptedException {
      if (open.contains(this)) {
        live.put(set, Deadline.never());
      }
    }

    @Override
    public List<Journal.ChangeSet> take(int max, Deadline deadline) throws InterruptedException {
      if (next < liveAfter) {
        var missed = log.read(next, (int) Math.min(max, liveAfter - next));
        next = missed.isEmpty() ? liveAfter : missed.get(missed.size() - 1).revision();
        if (!missed.isEmpty()) {
          return missed;
        }
      }
      var first = live.take(deadline);
      if (first == null) {
        return List.of();
      }
      var out = new ArrayList<Journal.ChangeSet>();
      out.add(first);
      out.addAll(live.drain(max - 1));
      return out;
    }

    @Override
    public void close() {
      open.remove(this);
      // Whoever waits to put something finds room, and the feed closed.
      live.drain(CAPACITY);
    }
  }
}
