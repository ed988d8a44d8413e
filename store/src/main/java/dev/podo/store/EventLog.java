package dev.podo.store;

import dev.podo.foundation.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The last events of one kind, in a ring that is as large as it must be and no larger than its
/// bounds, of events and of bytes. Readers take no lock and are not known to the writer except for
/// their wake-up: one that is too slow finds that its place has gone, and is woken to find it.
///
/// Events are numbered from 0. Those in `[first, end)` are in the ring. A reader reads the slot of
/// number `n` and then `first`: if `first` is still at most `n`, the slot held event `n`, because
/// the writer moves `first` on before it uses a slot again.
///
/// Events are written before the image of their revision is published, and readers do not look
/// beyond the published revision: who has seen an event finds it in the image.
final class EventLog<V> {
  private static final int SMALLEST = 16;

  private final int capacity;
  private final long mostBytes;
  private final LongSupplier published;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentSkipListMap<Long, Place> cursors = new ConcurrentSkipListMap<>();
  private final AtomicLong cursorIds = new AtomicLong();
  private volatile Ring<V> ring = new Ring<>(SMALLEST);
  private volatile long first;
  private volatile long end;
  private volatile long floor;
  private volatile long lastEvicted;
  private long bytes; // guarded by writing

  /// @param capacity so many events at most
  /// @param mostBytes so many bytes of values at most, the last event aside
  /// @param floor every event of the kind after this revision will be added
  /// @param published the revision of the image that readers see
  EventLog(int capacity, long mostBytes, long floor, LongSupplier published) {
    this.capacity = capacity;
    this.mostBytes = mostBytes;
    this.floor = floor;
    this.published = published;
  }

  /// An event, and what was there before it with its own revisions.
  ///
  /// @param size of the value as the journal has it, in bytes
  record Logged<V>(Event<V> event, @Nullable Versioned<V> before, int size) {}

  private static final class Ring<V> {
    final AtomicReferenceArray<@Nullable Logged<V>> slots;

    Ring(int size) {
      slots = new AtomicReferenceArray<>(size);
    }

    @Nullable Logged<V> get(long number) {
      return slots.get((int) (number & (slots.length() - 1)));
    }

    void set(long number, @Nullable Logged<V> logged) {
      slots.set((int) (number & (slots.length() - 1)), logged);
    }
  }

  /// Every event after this revision is there.
  long floor() {
    return floor;
  }

  void append(Logged<V> logged) {
    writing.lock();
    try {
      while (end - first == capacity || (first < end && bytes + logged.size() > mostBytes)) {
        evictFirst();
      }
      if (end - first == ring.slots.length()) {
        grow();
      }
      long number = end;
      ring.set(number, logged);
      bytes += logged.size();
      end = number + 1;
    } finally {
      writing.unlock();
    }
  }

  /// Forgets the events up to a revision.
  void evict(long revision) {
    writing.lock();
    try {
      while (first < end && revisionOf(first) <= revision) {
        evictFirst();
      }
      floor = Math.max(floor, revision);
    } finally {
      writing.unlock();
    }
    for (var cursor : cursors.values()) {
      if (cursor.isLost()) {
        cursor.wake();
      }
    }
  }

  private void evictFirst() {
    var gone = first;
    var logged = Check.notNull(ring.get(gone), "an event of the window");
    lastEvicted = logged.event().revision();
    floor = Math.max(floor, lastEvicted);
    bytes -= logged.size();
    first = gone + 1;
    ring.set(gone, null);
  }

  private long revisionOf(long number) {
    var logged = ring.get(number);
    return logged == null ? 0 : logged.event().revision();
  }

  private void grow() {
    var larger = new Ring<V>(ring.slots.length() * 2);
    for (long n = first; n < end; n++) {
      larger.set(n, ring.get(n));
    }
    ring = larger;
  }

  /// How many watch.
  int watchers() {
    return cursors.size();
  }

  /// Tells the cursors that found nothing that there is something, and those whose place has gone
  /// that it has.
  void wakeCursors() {
    for (var cursor : cursors.values()) {
      cursor.wake();
    }
  }

  /// @param afterRevision may lie ahead: events up to it are passed over when they come
  /// @throws CompactedException when events after the revision are gone
  Cursor<V> watch(long afterRevision) {
    var place = new Place(firstAfter(afterRevision), afterRevision);
    cursors.put(place.id, place);
    return place;
  }

  /// The number of the first event after a revision.
  private long firstAfter(long revision) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      var logged = ring.get(middle);
      if (logged == null || logged.event().revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (revision < floor) {
      throw new CompactedException(revision, floor);
    }
    return low;
  }

  /// The events of `(after, to]`, latest first, or null when they are not all there any more.
  @Nullable List<Logged<V>> backwards(long to, long after) {
    var out = new ArrayList<Logged<V>>();
    for (long n = end - 1; n >= first; n--) {
      var logged = ring.get(n);
      if (logged == null || logged.event().revision() <= after) {
        break;
      }
      if (logged.event().revision() <= to) {
        out.add(logged);
      }
    }
    return after < floor ? null : out;
  }

  private final class Place implements Cursor<V> {
    private final long id = cursorIds.getAndIncrement();
    // True while the last poll found nothing and nobody was told since.
    private final AtomicBoolean waiting = new AtomicBoolean(true);
    private volatile @Nullable Runnable action;
    private volatile long next; // The writer looks whether it is still there.
    private volatile long seen;

    Place(long next, long seen) {
      this.next = next;
      this.seen = seen;
    }

    @Override
    public @Nullable Event<V> poll() {
      var event = advance();
      if (event == null) {
        waiting.set(true);
        // What came between the look and the mark was told to nobody.
        event = advance();
        if (event != null) {
          waiting.set(false);
        }
      }
      return event;
    }

    private @Nullable Event<V> advance() {
      while (true) {
        long visible = published.getAsLong();
        long at = next;
        if (at >= end) {
          return null;
        }
        var logged = ring.get(at);
        if (first > at || logged == null) {
          requirePlace();
          next = first; // What has gone was not for this cursor.
          continue;
        }
        var event = logged.event();
        if (event.revision() > visible) {
          return null;
        }
        next = at + 1;
        if (event.revision() > seen) {
          seen = event.revision();
          return event;
        }
      }
    }

    @Override
    public void onAvailable(Runnable newAction) {
      action = newAction;
      waiting.set(true);
      if (next < end) {
        wake();
      }
    }

    void wake() {
      var toRun = action;
      if (toRun != null && (waiting.compareAndSet(true, false) || isLost())) {
        toRun.run();
      }
    }

    /// Who watches from a revision ahead has lost nothing of what came before it.
    boolean isLost() {
      return first > next && lastEvicted > seen;
    }

    @Override
    public void requirePlace() {
      if (isLost()) {
        throw new CompactedException(seen, floor);
      }
    }

    @Override
    public long progress() {
      long visible = published.getAsLong();
      if (next >= end) {
        seen = Math.max(seen, visible);
      } else {
        var logged = ring.get(next);
        if (logged != null && first <= next && logged.event().revision() > visible) {
          seen = Math.max(seen, visible);
        }
      }
      return seen;
    }

    @Override
    public void close() {
      action = null;
      cursors.remove(id);
    }
  }
}
