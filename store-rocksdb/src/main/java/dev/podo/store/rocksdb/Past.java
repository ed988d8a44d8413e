package dev.podo.store.rocksdb;

import dev.podo.store.CompactedException;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/// Reads the database as it is at one moment, whatever is written meanwhile: at any revision from
/// the floor on.
final class Past implements AutoCloseable {
  private final Database database;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private final long floor;

  Past(Database database) throws RocksDBException {
    this.database = database;
    this.snapshot = database.rocks().getSnapshot();
    this.options = new ReadOptions().setSnapshot(snapshot);
    var bytes = get(database.meta(), Records.FLOOR);
    this.floor = bytes == null ? 0 : Records.number(bytes);
  }

  private byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
    return database.rocks().get(family, options, key);
  }

  void requireKept(long revision) {
    if (revision < floor) {
      throw new CompactedException(revision, floor);
    }
  }

  /// What a key held at a revision.
  Journal.@Nullable Entry read(Key key, long revision) throws RocksDBException {
    requireKept(revision);
    var bytes = Records.key(key);
    var latest = get(database.latest(), bytes);
    if (latest != null) {
      long modRevision = Records.head(latest).modRevision();
      return modRevision <= revision
          ? Records.entry(key, latest)
          : before(key, bytes, modRevision, revision);
    }
    var deleted = get(database.deleted(), bytes);
    return deleted == null ? null : before(key, bytes, Records.number(deleted), revision);
  }

  /// What a key held at a revision, if it was changed at a later one: walks back from there.
  private Journal.@Nullable Entry before(Key key, byte[] keyBytes, long changed, long revision)
      throws RocksDBException {
    long at = changed;
    while (at > revision) {
      at = logged(at).change(key).previous();
    }
    if (at > floor) {
      var change = logged(at).change(key);
      var value = change.value();
      return value == null ? null : new Journal.Entry(key, value, change.createRevision(), at);
    }
    var base = at == 0 ? null : get(database.base(), keyBytes);
    return base == null ? null : Records.entry(key, base);
  }

  private Records.Logged logged(long revision) throws RocksDBException {
    var bytes = get(database.log(), Records.number(revision));
    if (bytes == null) {
      throw new IllegalStateException("the log lacks revision " + revision);
    }
    return Records.logged(revision, bytes);
  }

  /// Hands over what existed at a revision of all keys that begin so, in the order of their bytes.
  void readAll(byte[] prefix, long revision, Consumer<Journal.Entry> to) throws RocksDBException {
    requireKept(revision);
    var gone = deletedSince(prefix, revision);
    try (var each = database.rocks().newIterator(database.latest(), options)) {
      for (each.seek(prefix); startsWith(each, prefix); each.next()) {
        var bytes = each.key();
        while (!gone.isEmpty() && Arrays.compareUnsigned(gone.element().keyBytes(), bytes) < 0) {
          to.accept(gone.remove().entry());
        }
        var key = Records.key(bytes);
        var latest = each.value();
        long modRevision = Records.head(latest).modRevision();
        var entry =
            modRevision <= revision
                ? Records.entry(key, latest)
                : before(key, bytes, modRevision, revision);
        if (entry != null) {
          to.accept(entry);
        }
      }
      each.status();
    }
    gone.forEach(one -> to.accept(one.entry()));
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; nobody compares or changes them
  private record Gone(byte[] keyBytes, Journal.Entry entry) {}

  /// What existed at a revision and is no more.
  private ArrayDeque<Gone> deletedSince(byte[] prefix, long revision) throws RocksDBException {
    var out = new ArrayDeque<Gone>();
    try (var each = database.rocks().newIterator(database.deleted(), options)) {
      for (each.seek(prefix); startsWith(each, prefix); each.next()) {
        long deleted = Records.number(each.value());
        var bytes = each.key();
        var key = Records.key(bytes);
        var entry = deleted <= revision ? null : before(key, bytes, deleted, revision);
        if (entry != null) {
          out.add(new Gone(bytes, entry));
        }
      }
      each.status();
    }
    return out;
  }

  private static boolean startsWith(RocksIterator each, byte[] prefix) {
    if (!each.isValid()) {
      return false;
    }
    var key = each.key();
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /// The log after a revision.
  List<Records.Logged> log(long after, int max) throws RocksDBException {
    requireKept(after);
    var out = new ArrayList<Records.Logged>();
    try (var each = database.rocks().newIterator(database.log(), options)) {
      for (each.seek(Records.number(after + 1)); each.isValid() && out.size() < max; each.next()) {
        out.add(Records.logged(Records.number(each.key()), each.value()));
      }
      each.status();
    }
    return out;
  }

  /// The last entry of the log, or null when it is empty.
  Records.@Nullable Logged last() throws RocksDBException {
    try (var each = database.rocks().newIterator(database.log(), options)) {
      each.seekToLast();
      each.status();
      return each.isValid() ? Records.logged(Records.number(each.key()), each.value()) : null;
    }
  }

  long floor() {
    return floor;
  }

  @Override
  public void close() {
    options.close();
    database.rocks().releaseSnapshot(snapshot);
  }
}
