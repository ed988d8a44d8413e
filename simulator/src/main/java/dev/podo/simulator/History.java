package dev.podo.simulator;

import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.storage.StoredCodec;
import dev.podo.foundation.Clock;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.ApiObject;
import dev.podo.simulator.invariants.Change;
import dev.podo.simulator.invariants.Invariant;
import dev.podo.simulator.invariants.ViolationException;
import dev.podo.store.Codec;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Follows what the journal commits, over every life of the control plane: writes it down, and
/// holds it against what must be true after each write.
public final class History {
  private final Codec<Stored> codec = new StoredCodec(Catalogue.builtIn());
  private final Clock clock;
  private final Trace trace = new Trace();
  private final List<Invariant> invariants = new ArrayList<>();
  private final TreeMap<Key, ApiObject> objects = new TreeMap<>();
  private final ArrayDeque<Journal.ChangeSet> committed = new ArrayDeque<>();
  private long revision;

  History(Clock clock) {
    this.clock = clock;
  }

  public Trace trace() {
    return trace;
  }

  public long revision() {
    return revision;
  }

  /// Everything that there is, as of [#revision].
  public SortedMap<Key, ApiObject> objects() {
    return Collections.unmodifiableSortedMap(objects);
  }

  /// From now on this holds after every write.
  public void require(Invariant invariant) {
    invariants.add(invariant);
  }

  /// No more after every write.
  public void release(Invariant invariant) {
    invariants.remove(invariant);
  }

  /// Goes on with the journal of the next life.
  void follow(Journal journal) throws InterruptedException {
    committed.clear();
    journal.follow(revision, committed::addAll);
  }

  void note(String what) {
    trace.add(clock.now() + " " + what);
  }

  /// Takes in what was committed since the last look.
  void look() {
    for (var set = committed.poll(); set != null; set = committed.poll()) {
      take(set);
    }
  }

  private void take(Journal.ChangeSet set) {
    if (set.revision() != revision + 1) {
      throw new ViolationException("revision " + set.revision() + " came after " + revision);
    }
    revision = set.revision();
    for (var change : set.changes()) {
      take(change);
    }
  }

  private void take(Journal.Change change) {
    var key = change.key();
    var value = change.value();
    var after = value == null ? null : codec.decode(key, value, revision).object();
    var before = after == null ? objects.remove(key) : objects.put(key, after);
    var type = after == null ? "DELETED" : before == null ? "ADDED" : "MODIFIED";
    trace.add(clock.now() + " " + revision + " " + type + " " + key + " " + checksum(value));
    var step = new Change(revision, clock.now(), key, before, after);
    for (var invariant : List.copyOf(invariants)) {
      invariant.check(step, objects());
    }
  }

  private static String checksum(byte @Nullable [] value) {
    if (value == null) {
      return "-";
    }
    var sum = new CRC32();
    sum.update(value);
    return Long.toHexString(sum.getValue());
  }
}
