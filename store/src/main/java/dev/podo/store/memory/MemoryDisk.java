package dev.podo.store.memory;

import dev.podo.store.CompactedException;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import dev.podo.store.local.Group;
import dev.podo.store.local.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What outlives a journal in memory: every version of every key since the oldest revision, and
/// what was written but not synced. Hand it to a new [MemoryJournal] to restart.
public final class MemoryDisk {
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Key, List<Version>> versions = new TreeMap<>();
  private final TreeMap<Long, Journal.ChangeSet> log = new TreeMap<>();
  private List<Group.Decided> unsynced = List.of();
  private long revision;
  private long oldest;
  private long compacted;
  private long syncs;

  private record Version(long revision, Journal.Change change) {}

  /// What a machine does that loses power: of what was not synced, the first few transactions
  /// survive, as many as chance wills. No journal may be using the disk.
  public void crash(RandomGenerator random) {
    lock.lock();
    try {
      int survive = random.nextInt(unsynced.size() + 1);
      keep(unsynced.subList(0, survive));
      unsynced = List.of();
    } finally {
      lock.unlock();
    }
  }

  /// How often it was synced.
  public long syncs() {
    lock.lock();
    try {
      return syncs;
    } finally {
      lock.unlock();
    }
  }

  void write(List<Group.Decided> group) {
    locked(() -> unsynced = group);
  }

  void dropUnsynced() {
    locked(() -> unsynced = List.of());
  }

  void sync() {
    locked(() -> {
      keep(unsynced);
      unsynced = List.of();
      syncs++;
    });
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<Group.Decided> group) {
    for (var decided : group) {
      var set = decided.set();
      revision = set.revision();
      // Who wrote it is not kept: it would not be on a disk.
      log.put(revision, new Journal.ChangeSet(revision, set.changes(), null));
      for (var change : set.changes()) {
        versions
            .computeIfAbsent(change.key(), k -> new ArrayList<>(1))
            .add(new Version(revision, change));
      }
    }
  }

  long revision() {
    lock.lock();
    try {
      return revision;
    } finally {
      lock.unlock();
    }
  }

  long oldest() {
    lock.lock();
    try {
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  long compacted() {
    lock.lock();
    try {
      return compacted;
    } finally {
      lock.unlock();
    }
  }

  Head head(Key key) {
    lock.lock();
    try {
      var last = lastUpTo(versions.get(key), Long.MAX_VALUE);
      return last == null ? Head.NONE : new Head(last.revision(), last.change().createRevision());
    } finally {
      lock.unlock();
    }
  }

  Journal.@Nullable Entry read(Key key, long at) {
    lock.lock();
    try {
      requireKept(at);
      return entry(versions.get(key), at);
    } finally {
      lock.unlock();
    }
  }

  void readAll(long at, Consumer<Journal.Entry> to) {
    read(versions, at, to);
  }

  void readKind(String kind, long at, Consumer<Journal.Entry> to) {
    // The least key of the kind, and the least that comes after all of them.
    read(
        versions.subMap(new Key(kind, "", "\1"), true, new Key(kind + "\1", "", "\1"), false),
        at,
        to);
  }

  private void read(NavigableMap<Key, List<Version>> from, long at, Consumer<Journal.Entry> to) {
    var found = new ArrayList<Journal.Entry>();
    lock.lock();
    try {
      requireKept(at);
      for (var of : from.values()) {
        var entry = entry(of, at);
        if (entry != null) {
          found.add(entry);
        }
      }
    } finally {
      lock.unlock();
    }
    found.forEach(to);
  }

  private void requireKept(long at) {
    if (at < oldest) {
      throw new CompactedException(at, oldest);
    }
  }

  private static Journal.@Nullable Entry entry(@Nullable List<Version> of, long at) {
    var last = lastUpTo(of, at);
    var value = last == null ? null : last.change().value();
    if (last == null || value == null) {
      return null;
    }
    var change = last.change();
    return new Journal.Entry(change.key(), value, change.createRevision(), last.revision());
  }

  private static @Nullable Version lastUpTo(@Nullable List<Version> of, long at) {
    if (of == null) {
      return null;
    }
    for (int i = of.size() - 1; i >= 0; i--) {
      if (of.get(i).revision() <= at) {
        return of.get(i);
      }
    }
    return null;
  }

  List<Journal.ChangeSet> log(long after, int max) {
    lock.lock();
    try {
      return log.tailMap(after, false).values().stream().limit(max).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets everything that nobody can see who reads at this revision or later.
  void compact(long at) {
    locked(() -> {
      compacted = Math.max(compacted, at);
      oldest = compacted;
      var gone = log.headMap(at, true);
      gone.values().forEach(set -> set.changes().forEach(change -> prune(change.key(), at)));
      gone.clear();
    });
  }

  private void prune(Key key, long at) {
    var of = versions.get(key);
    if (of == null) {
      return;
    }
    while (of.size() > 1 && of.get(1).revision() <= at) {
      of.remove(0);
    }
    if (of.get(0).revision() <= at && of.get(0).change().value() == null) {
      of.remove(0);
    }
    if (of.isEmpty()) {
      versions.remove(key);
    }
  }
}
