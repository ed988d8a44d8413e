package dev.podo.store;

import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// The single writer: takes what is queued, appends it as one group, and by the time the group is
/// synced the next one has gathered.
final class CommitLoop<V> implements AutoCloseable {
  private final Journal journal;
  private final StoreConfig config;
  private final Mailbox<PendingCommit<V>> queue;
  private volatile boolean closed;

  CommitLoop(Journal journal, StoreConfig config, Clock clock) {
    this.journal = journal;
    this.config = config;
    this.queue = new Mailbox<>(clock, config.queuedCommits());
  }

  /// @throws TimeoutException when the queue had no room before the deadline
  void enqueue(PendingCommit<V> commit, Deadline deadline)
      throws InterruptedException, TimeoutException {
    requireOpen();
    if (!queue.put(commit, deadline)) {
      throw new TimeoutException(
          config.queuedCommits() + " writes were waiting until the deadline; nothing was written");
    }
    if (closed) {
      close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  void run() throws InterruptedException {
    while (true) {
      var first = queue.take(Deadline.never());
      if (first != null) {
        appendAll(first);
      }
    }
  }

  private void appendAll(PendingCommit<V> first) throws InterruptedException {
    var group = new ArrayList<PendingCommit<V>>();
    int bytes = 0;
    for (PendingCommit<V> next = first; next != null; ) {
      if (next.take()) {
        group.add(next);
        bytes += next.bytes();
      }
      var room = group.size() < config.groupCommits() && bytes < config.groupBytes();
      next = room ? queue.poll() : null;
    }
    if (!group.isEmpty()) {
      append(group);
    }
  }

  private void append(List<PendingCommit<V>> group) throws InterruptedException {
    try {
      var outcomes = journal.append(group.stream().map(PendingCommit::transaction).toList());
      Check.that(outcomes.size() == group.size(), "the journal answered only some of a group");
      for (int i = 0; i < group.size(); i++) {
        if (outcomes.get(i) instanceof Journal.Refused refusal) {
          group.get(i).refused(refusal);
        }
        // What is committed is answered when it comes back through the stream.
      }
    } catch (JournalException e) {
      failAll(group, e);
    } catch (InterruptedException | RuntimeException e) {
      failAll(group, new JournalException("the store stopped; the write may be committed", e));
      throw e;
    }
  }

  private static void failAll(List<? extends PendingCommit<?>> group, JournalException failure) {
    group.forEach(commit -> commit.fail(failure));
  }

  /// Refuses what is queued and what comes.
  @Override
  public void close() {
    closed = true;
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      left.fail(new JournalException("the store is closed; nothing was written"));
    }
  }
}
