package dev.podo.store;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Follows the journal, and turns what it tells into events and images. One thread at a time feeds
/// it; anyone reads.
///
/// For each batch of transactions: the events enter their logs, the image is published, and then
/// those who wait are told. The one volatile write of the image makes all of it visible at once.
final class Publisher<V> {
  private final Codec<V> codec;
  private final StoreConfig config;
  private final long base;
  private final Signal advanced;
  private final ConcurrentSkipListMap<String, EventLog<V>> logs = new ConcurrentSkipListMap<>();
  private volatile CurrentImage<V> image;
  private volatile long compacted;

  /// @param start the image before the first transaction of the stream
  Publisher(Codec<V> codec, StoreConfig config, CurrentImage<V> start, Clock clock) {
    this.codec = codec;
    this.config = config;
    this.base = start.revision();
    this.advanced = new Signal(clock);
    this.image = start;
  }

  CurrentImage<V> image() {
    return image;
  }

  /// Where the stream began: earlier events are not known.
  long base() {
    return base;
  }

  EventLog<V> log(String kind) {
    return logs.computeIfAbsent(
        kind,
        k ->
            new EventLog<>(
                config.eventsPerKind(),
                config.eventBytesPerKind(),
                Math.max(base, compacted),
                () -> image.revision()));
  }

  /// The kinds that are there, and those that had events.
  SortedSet<String> kinds() {
    var kinds = new TreeSet<>(image.kinds());
    kinds.addAll(logs.keySet());
    return kinds;
  }

  boolean awaitRevision(long revision, Deadline deadline) throws InterruptedException {
    return advanced.awaitUntil(() -> image.revision() >= revision, deadline);
  }

  /// Forgets the events up to a revision, so that nobody reads on from before it.
  void evict(long revision) {
    compacted = Math.max(compacted, revision);
    logs.values().forEach(log -> log.evict(revision));
  }

  void publish(List<Journal.ChangeSet> batch) {
    var changed = new TreeMap<String, KindTree<V>>();
    var answers = new ArrayList<Runnable>();
    long revision = image.revision();
    for (var set : batch) {
      revision = Math.max(revision, set.revision());
      apply(set, changed, answers);
    }
    image = image.with(revision, changed.values());
    advanced.raise();
    answers.forEach(Runnable::run);
    for (var kind : changed.keySet()) {
      log(kind).wakeCursors();
    }
  }

  private void apply(
      Journal.ChangeSet set, Map<String, KindTree<V>> changed, List<Runnable> answers) {
    var own = own(set);
    var events = new ArrayList<Event<V>>();
    for (int i = 0; i < set.changes().size(); i++) {
      var change = set.changes().get(i);
      var kind = change.key().kind();
      var tree = changed.computeIfAbsent(kind, k -> image.tree(k));
      var before = tree.get(change.key());
      var after = after(change, set.revision(), own == null ? null : own.writes().get(i));
      var event = event(change.key(), set.revision(), before, after);
      if (event == null) {
        continue; // A deletion of what is not there.
      }
      changed.put(kind, after == null ? tree.without(change.key()) : tree.with(after));
      log(kind).append(new EventLog.Logged<>(event, before, size(change)));
      events.add(event);
    }
    if (own != null) {
      answers.add(() -> own.done(new CommitResult<>(set.revision(), events)));
    }
  }

  private static int size(Journal.Change change) {
    var value = change.value();
    return value == null ? 0 : value.length;
  }

  @SuppressWarnings("unchecked") // an origin that comes back is one that this store gave
  private @Nullable PendingCommit<V> own(Journal.ChangeSet set) {
    return set.origin() instanceof PendingCommit<?> pending ? (PendingCommit<V>) pending : null;
  }

  private @Nullable Versioned<V> after(
      Journal.Change change, long revision, Commit.@Nullable Write<V> own) {
    var bytes = change.value();
    if (bytes == null) {
      return null;
    }
    var key = change.key();
    var written = own == null ? null : own.value();
    var value =
        written == null ? codec.decode(key, bytes, revision) : codec.stamp(written, revision);
    return new Versioned<>(key, value, change.createRevision(), revision);
  }

  private @Nullable Event<V> event(
      Key key, long revision, @Nullable Versioned<V> before, @Nullable Versioned<V> after) {
    if (after == null) {
      return before == null
          ? null
          : new Event<>(
              Event.Type.DELETED,
              key,
              codec.stamp(before.value(), revision),
              before.value(),
              revision);
    }
    return before == null
        ? new Event<>(Event.Type.ADDED, key, after.value(), null, revision)
        : new Event<>(Event.Type.MODIFIED, key, after.value(), before.value(), revision);
  }
}
