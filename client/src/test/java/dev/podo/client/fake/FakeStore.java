package dev.podo.client.fake;

import dev.podo.client.ListOptions;
import dev.podo.client.Page;
import dev.podo.client.WatchEvent;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Objects with versions, and all their changes.
final class FakeStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind<?>, Map<Key, ApiObject>> objects =
      new TreeMap<>((a, b) -> a.gvk().compareTo(b.gvk()));
  private final List<Change> log = new ArrayList<>();
  private final Signal changed;
  private long revision = 1;
  private long oldest = 1;
  private int generation;

  FakeStore(Clock clock) {
    this.changed = new Signal(clock);
  }

  private record Change(
      long revision, Kind<?> kind, @Nullable ApiObject before, @Nullable ApiObject after) {}

  private record Which(String namespace, LabelPredicate labels, FieldPredicate fields) {
    <T extends ApiObject> boolean has(Kind<T> kind, @Nullable T object) {
      return object != null
          && (namespace.isEmpty() || object.metadata().namespace().equals(namespace))
          && labels.matches(object.metadata().labels())
          && fields.matches(field -> value(kind, field, object));
    }

    private static <T extends ApiObject> String value(Kind<T> kind, String field, T object) {
      var of = kind.selectableFields().get(field);
      if (of == null) {
        throw ApiErrors.badRequest("field label not supported: " + field);
      }
      return of.apply(object);
    }
  }

  <T extends ApiObject> T find(Kind<T> kind, String namespace, String name) {
    lock.lock();
    try {
      var found = of(kind).get(new Key(namespace, name));
      if (found == null) {
        throw ApiErrors.notFound(kind.groupResource(), name);
      }
      return kind.cast(found);
    } finally {
      lock.unlock();
    }
  }

  <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options) {
    lock.lock();
    try {
      var version = options.resourceVersion();
      if (!version.isEmpty() && Long.parseLong(version) > revision) {
        throw ApiErrors.tooLargeResourceVersion(Long.parseLong(version), revision);
      }
      var which = new Which(options.namespace(), options.labels(), options.fields());
      var items = current(kind, which);
      var from = options.continueToken().isEmpty() ? 0 : Integer.parseInt(options.continueToken());
      var to =
          options.limit() == 0
              ? items.size()
              : Math.min(items.size(), from + (int) options.limit());
      var token = to < items.size() ? Integer.toString(to) : "";
      return new Page<>(items.subList(from, to), Long.toString(revision), token, null);
    } finally {
      lock.unlock();
    }
  }

  private <T extends ApiObject> List<T> current(Kind<T> kind, Which which) {
    return of(kind).values().stream().map(kind::cast).filter(o -> which.has(kind, o)).toList();
  }

  <T extends ApiObject> T create(Kind<T> kind, T object) {
    lock.lock();
    try {
      if (of(kind).containsKey(Key.of(object))) {
        throw ApiErrors.alreadyExists(kind.groupResource(), object.metadata().name());
      }
      return put(kind, null, object);
    } finally {
      lock.unlock();
    }
  }

  <T extends ApiObject> T replace(Kind<T> kind, T object) {
    return put(kind, find(kind, object.metadata().namespace(), object.metadata().name()), object);
  }

  <T extends ApiObject> T remove(Kind<T> kind, T object) {
    lock.lock();
    try {
      var last = versioned(kind, object);
      var before = of(kind).remove(Key.of(object));
      log.add(new Change(revision, kind, before == null ? last : before, null));
      deleted.put(revision, last);
      changed.raise();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /// What was deleted, with the version of its deletion.
  private final Map<Long, ApiObject> deleted = new TreeMap<>();

  private <T extends ApiObject> T put(Kind<T> kind, @Nullable T before, T object) {
    lock.lock();
    try {
      var now = versioned(kind, object);
      of(kind).put(Key.of(now), now);
      log.add(new Change(revision, kind, before, now));
      changed.raise();
      return now;
    } finally {
      lock.unlock();
    }
  }

  private <T extends ApiObject> T versioned(Kind<T> kind, T object) {
    revision++;
    return kind.withMetadata(
        object, object.metadata().withResourceVersion(Long.toString(revision)));
  }

  private Map<Key, ApiObject> of(Kind<?> kind) {
    return objects.computeIfAbsent(kind, k -> new TreeMap<>());
  }

  void compact() {
    lock.lock();
    try {
      log.clear();
      oldest = revision;
    } finally {
      lock.unlock();
    }
  }

  void restoreNothing() {
    lock.lock();
    try {
      log.clear();
      objects.clear();
      revision = 1;
      oldest = 1;
      endWatches();
    } finally {
      lock.unlock();
    }
  }

  void endWatches() {
    lock.lock();
    try {
      generation++;
      changed.raise();
    } finally {
      lock.unlock();
    }
  }

  <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options) {
    lock.lock();
    try {
      var which = new Which(options.namespace(), options.labels(), options.fields());
      var first = new ArrayDeque<WatchEvent<T>>();
      var from =
          options.resourceVersion().isEmpty() ? 0 : Long.parseLong(options.resourceVersion());
      if (options.sendInitialEvents() || from == 0) {
        current(kind, which).forEach(o -> first.add(new WatchEvent<>(WatchEvent.Type.ADDED, o)));
        from = revision;
      } else if (from < oldest) {
        throw ApiErrors.expiredVersion(from, oldest);
      }
      if (options.sendInitialEvents()) {
        first.add(end(kind));
      }
      return new Stream<>(kind, which, first, from, generation);
    } finally {
      lock.unlock();
    }
  }

  private <T extends ApiObject> WatchEvent<T> end(Kind<T> kind) {
    var metadata =
        ObjectMeta.builder()
            .resourceVersion(Long.toString(revision))
            .annotations(Map.of(WatchEvent.INITIAL_EVENTS_END, "true"))
            .build();
    var empty = kind.schema().of(new Object[kind.schema().fields().size()]);
    return new WatchEvent<>(WatchEvent.Type.BOOKMARK, kind.withMetadata(empty, metadata));
  }

  private final class Stream<T extends ApiObject> implements WatchStream<T> {
    private final Kind<T> kind;
    private final Which which;
    private final ArrayDeque<WatchEvent<T>> first;
    private final int bornIn;
    private long seen;
    private boolean closed;

    Stream(Kind<T> kind, Which which, ArrayDeque<WatchEvent<T>> first, long seen, int bornIn) {
      this.kind = kind;
      this.which = which;
      this.first = first;
      this.seen = seen;
      this.bornIn = bornIn;
    }

    @Override
    public @Nullable WatchEvent<T> next(Deadline deadline) throws InterruptedException {
      var found = new ArrayList<WatchEvent<T>>(1);
      changed.awaitUntil(
          () -> {
            var event = poll();
            if (event != null) {
              found.add(event);
            }
            return event != null || isEnded();
          },
          deadline);
      return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public @Nullable WatchEvent<T> poll() {
      lock.lock();
      try {
        if (isEnded()) {
          return null;
        }
        if (!first.isEmpty()) {
          return first.remove();
        }
        if (seen < oldest) {
          throw ApiErrors.expiredVersion(seen, oldest);
        }
        while (seen < revision) {
          // One change per revision.
          var change = log.get((int) (seen - oldest));
          seen = change.revision();
          var event = change.kind().gvk().equals(kind.gvk()) ? eventOf(change) : null;
          if (event != null) {
            return event;
          }
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    private @Nullable WatchEvent<T> eventOf(Change change) {
      var before = change.before() == null ? null : kind.cast(change.before());
      var after = change.after() == null ? null : kind.cast(change.after());
      var had = which.has(kind, before);
      if (after != null && which.has(kind, after)) {
        return new WatchEvent<>(had ? WatchEvent.Type.MODIFIED : WatchEvent.Type.ADDED, after);
      }
      if (!had) {
        return null;
      }
      var last = after == null ? kind.cast(deleted.get(change.revision())) : after;
      return new WatchEvent<>(WatchEvent.Type.DELETED, last);
    }

    @Override
    public boolean isEnded() {
      return closed || bornIn != generation;
    }

    @Override
    public void close() {
      closed = true;
      changed.raise();
    }
  }
}
