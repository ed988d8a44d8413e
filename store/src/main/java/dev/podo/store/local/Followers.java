package dev.podo.store.local;

import dev.podo.store.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Those who follow the journal of one server: first each is told what it missed, read from the
/// log, then what is committed, from memory. The journal sees to it that only one thread at a time
/// is here.
public final class Followers {
  private static final int BATCH = 1_024;

  private final CopyOnWriteArrayList<Journal.Follower> open = new CopyOnWriteArrayList<>();

  /// Reads committed transactions from where they are kept.
  @FunctionalInterface
  public interface Log {
    /// The transactions after a revision, in order, at most so many.
    List<Journal.ChangeSet> read(long afterRevision, int max);
  }

  /// Adds a follower.
  ///
  /// @param after the revision that the follower has
  public Journal.Following add(long after, Journal.Follower follower, Log log) {
    long told = after;
    for (var missed = log.read(told, BATCH); !missed.isEmpty(); missed = log.read(told, BATCH)) {
      follower.committed(missed);
      told = missed.get(missed.size() - 1).revision();
    }
    open.add(follower);
    return () -> open.remove(follower);
  }

  /// Tells what is durable now.
  public void tell(List<Journal.ChangeSet> sets) {
    if (!sets.isEmpty()) {
      open.forEach(follower -> follower.committed(sets));
    }
  }
}
