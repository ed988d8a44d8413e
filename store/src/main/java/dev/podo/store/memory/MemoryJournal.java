package dev.podo.store.memory;

import dev.podo.foundation.Deadline;
import dev.podo.store.CompactedException;
import dev.podo.store.Journal;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import dev.podo.store.local.Followers;
import dev.podo.store.local.Group;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A journal in memory. Its history goes back to the last compaction, no further.
public final class MemoryJournal implements Journal {
  private final MemoryDisk disk;
  private final Faults faults;
  private final Followers followers = new Followers();
  private final ReentrantLock appending = new ReentrantLock();
  private volatile boolean closed;

  /// One that is empty and lives as long as this object.
  public MemoryJournal() {
    this(new MemoryDisk(), Faults.NONE);
  }

  public MemoryJournal(MemoryDisk disk, Faults faults) {
    this.disk = disk;
    this.faults = faults;
  }

  @Override
  public List<Outcome> append(List<Transaction> transactions) throws InterruptedException {
    appending.lockInterruptibly();
    try {
      requireOpen();
      var group = Group.of(disk.revision(), transactions, disk::head);
      if (!group.decided().isEmpty()) {
        store(group.decided());
        followers.tell(group.decided().stream().map(Group.Decided::set).toList());
      }
      return group.outcomes();
    } finally {
      appending.unlock();
    }
  }

  private void store(List<Group.Decided> decided) throws InterruptedException {
    faults.beforeWrite(size(decided));
    disk.write(decided);
    try {
      faults.beforeSync();
    } catch (JournalException e) {
      disk.dropUnsynced();
      throw e;
    }
    disk.sync();
  }

  private static long size(List<Group.Decided> decided) {
    long sum = 0;
    for (var one : decided) {
      for (var change : one.set().changes()) {
        var value = change.value();
        sum += value == null ? 0 : value.length;
      }
    }
    return sum;
  }

  private void requireOpen() {
    if (closed) {
      throw new JournalException("the journal is closed");
    }
  }

  @Override
  public long revision(Deadline deadline) {
    requireOpen();
    return disk.revision();
  }

  @Override
  public long oldestRevision() {
    return disk.oldest();
  }

  @Override
  public void readAll(long revision, Consumer<Entry> to) {
    requireOpen();
    disk.readAll(revision, to);
  }

  @Override
  public void readKind(String kind, long revision, Consumer<Entry> to) {
    requireOpen();
    disk.readKind(kind, revision, to);
  }

  @Override
  public @Nullable Entry read(Key key, long revision) {
    requireOpen();
    return disk.read(key, revision);
  }

  @Override
  public Following follow(long afterRevision, Follower follower) throws InterruptedException {
    appending.lockInterruptibly();
    try {
      requireOpen();
      if (afterRevision < disk.oldest()) {
        throw new CompactedException(afterRevision, disk.oldest());
      }
      return followers.add(afterRevision, follower, disk::log);
    } finally {
      appending.unlock();
    }
  }

  @Override
  public void compact(long revision) throws InterruptedException {
    appending.lockInterruptibly();
    try {
      requireOpen();
      disk.compact(revision);
    } finally {
      appending.unlock();
    }
  }

  @Override
  public long compactedRevision() {
    return disk.compacted();
  }

  @Override
  public void close() {
    closed = true;
  }
}
