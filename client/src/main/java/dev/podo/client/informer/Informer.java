package dev.podo.client.informer;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/// The cache of one kind. Reading it takes no lock; one thread feeds it.
public final class Informer<T extends ApiObject> {
  private final Kind<T> kind;
  private final ReentrantLock writing = new ReentrantLock();
  private final CopyOnWriteArrayList<ChangeListener<T>> listeners = new CopyOnWriteArrayList<>();
  private final Signal moved;
  private volatile Snapshot<T> snapshot;
  private volatile boolean synced;

  Informer(Kind<T> kind, Clock clock) {
    this.kind = kind;
    this.moved = new Signal(clock);
    this.snapshot = Snapshot.of(kind, 0, List.of(), List.of());
  }

  public Kind<T> kind() {
    return kind;
  }

  /// The image as of now; empty at revision 0 before the cache is first filled.
  public Snapshot<T> snapshot() {
    return snapshot;
  }

  /// The cache has seen every change up to here.
  public long revision() {
    return snapshot.revision();
  }

  /// Whether the cache has been filled once.
  public boolean isSynced() {
    return synced;
  }

  /// @return false when the deadline passed first
  public boolean awaitSynced(Deadline deadline) throws InterruptedException {
    return moved.awaitUntil(this::isSynced, deadline);
  }

  /// @return false when the deadline passed first
  public boolean awaitRevision(long revision, Deadline deadline) throws InterruptedException {
    return moved.awaitUntil(() -> revision() >= revision, deadline);
  }

  /// Makes sure that snapshots from now on have the index.
  public void addIndex(Index<T> index) {
    writing.lock();
    try {
      snapshot = snapshot.withIndex(index);
    } finally {
      writing.unlock();
    }
  }

  /// Tells `listener` of each change from now on; first of everything that is there.
  public Subscription listen(ChangeListener<T> listener) {
    writing.lock();
    try {
      var now = snapshot;
      listener.changed(new Changes<>(now.replacedBy(List.of(), 0), now, now.all().map(Key::of)));
      listeners.add(listener);
      return () -> listeners.remove(listener);
    } finally {
      writing.unlock();
    }
  }

  /// Ends what [#listen] began.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// Replaces everything, as after a list. Objects whose version did not change stay who they were.
  void replace(Iterable<T> objects, long revision) {
    writing.lock();
    try {
      var before = snapshot;
      var now = new TreeMap<Key, T>();
      var changed = new TreeSet<Key>();
      for (var object : objects) {
        var key = Key.of(object);
        var old = before.get(key);
        var same = old != null && sameVersion(old, object);
        now.put(key, same ? old : object);
        if (!same) {
          changed.add(key);
        }
      }
      for (var old : before.all()) {
        var key = Key.of(old);
        if (!now.containsKey(key)) {
          changed.add(key);
        }
      }
      var after = before.replacedBy(now.values(), revision);
      // Whoever sees that the cache is synced must see its content.
      snapshot = after;
      synced = true;
      publish(before, after, List.copyOf(changed));
    } finally {
      writing.unlock();
    }
  }

  /// Applies a batch of changes as one step.
  void apply(List<Change<T>> batch) {
    writing.lock();
    try {
      var before = snapshot;
      var after = before;
      var changed = new TreeSet<Key>();
      for (var change : batch) {
        var revision = Math.max(after.revision(), change.revision());
        switch (change) {
          case Change.Put<T>(T object, long ignored) -> {
            after = after.with(object, revision);
            changed.add(Key.of(object));
          }
          case Change.Gone<T>(Key key, long ignored) -> {
            after = after.without(key, revision);
            changed.add(key);
          }
          case Change.Reached<T>(long ignored) -> after = after.at(revision);
        }
      }
      publish(before, after, List.copyOf(changed));
    } finally {
      writing.unlock();
    }
  }

  private void publish(Snapshot<T> before, Snapshot<T> after, List<Key> keys) {
    snapshot = after;
    var changes = new Changes<>(before, after, keys);
    listeners.forEach(listener -> listener.changed(changes));
    moved.raise();
  }

  private static boolean sameVersion(ApiObject a, ApiObject b) {
    return a.metadata().uid().equals(b.metadata().uid())
        && a.metadata().resourceVersion().equals(b.metadata().resourceVersion());
  }
}
