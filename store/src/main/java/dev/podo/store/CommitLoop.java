package dev.podo.store;

import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// The single writer: takes what is queued, appends it as one group, and by the time the group is
/// synced the next one has gathered.
final class CommitLoop<V> implements AutoCloseable {
  private final Journal journal;
  private final StoreConfig config;
  private final Mailbox<PendingCommit<V>> queue;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentSkipListMap<Long, PendingCommit<V>> unanswered =
      new ConcurrentSkipListMap<>();
  private volatile boolean closed;

  CommitLoop(Journal journal, StoreConfig config, Clock clock) {
    this.journal = journal;
    this.config = config;
    this.queue = new Mailbox<>(clock, config.queuedCommits());
  }

  /// Queues a commit and waits for its answer.
  ///
  /// @throws TimeoutException when the deadline passed; the message says whether it may be written
  ///   yet
  PendingCommit.Answer<V> commit(PendingCommit<V> commit, Deadline deadline)
      throws InterruptedException, TimeoutException {
    long id = ids.getAndIncrement();
    unanswered.put(id, commit);
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      if (!queue.put(commit, deadline)) {
        throw new TimeoutException(
            config.queuedCommits()
                + " writes were waiting until the deadline; nothing was written");
      }
      return commit.await(deadline);
    } finally {
      unanswered.remove(id);
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
        // What is committed is answered when the journal tells of it, usually long before this.
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

  /// Answers those who wait and would wait for ever.
  @Override
  public void close() {
    closed = true;
    var stopped = new JournalException("the store is closed; the write may have been committed");
    unanswered.values().forEach(commit -> commit.fail(stopped));
  }
}
