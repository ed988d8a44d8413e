package dev.podo.store.rocksdb;

import dev.podo.store.Journal;
import dev.podo.store.Key;
import dev.podo.store.local.Group;
import dev.podo.store.local.Head;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Decides about groups of transactions and writes them, one synced batch per group. Used by one
/// thread at a time.
final class Writer implements AutoCloseable {
  private final Database database;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final byte[] headBuffer = new byte[Records.HEAD_BYTES];
  private volatile long revision;
  private volatile long floor;
  private long totalBytes;
  private long lastMillis;

  /// Goes on where the database ends.
  Writer(Database database) throws RocksDBException {
    this.database = database;
    try (var past = new Past(database)) {
      var last = past.last();
      floor = past.floor();
      revision = last == null ? floor : last.revision();
      totalBytes = last == null ? 0 : last.totalBytes();
      lastMillis = last == null ? 0 : last.timeMillis();
    }
  }

  /// Of the last transaction that is durable.
  long revision() {
    return revision;
  }

  long floor() {
    return floor;
  }

  void floorIs(long raised) {
    floor = raised;
  }

  /// @throws RocksDBException when it cannot be written; whether it is there after a restart is
  ///   open
  Group commit(List<Journal.Transaction> transactions, long nowMillis) throws RocksDBException {
    var group = Group.of(revision, transactions, this::head);
    if (group.decided().isEmpty()) {
      return group;
    }
    long bytes = totalBytes;
    // A wall clock may jump back; the log's times do not.
    long millis = Math.max(lastMillis, nowMillis);
    try (var batch = new WriteBatch()) {
      for (var decided : group.decided()) {
        bytes = add(batch, decided, millis, bytes);
      }
      database.rocks().write(synced, batch);
    }
    totalBytes = bytes;
    lastMillis = millis;
    revision = group.revision();
    return group;
  }

  private long add(WriteBatch batch, Group.Decided decided, long millis, long bytesBefore)
      throws RocksDBException {
    var set = decided.set();
    var keys = new ArrayList<byte[]>(set.changes().size());
    for (int i = 0; i < set.changes().size(); i++) {
      var change = set.changes().get(i);
      var key = Records.key(change.key());
      keys.add(key);
      keepBase(batch, key, decided.previous().get(i));
      var value = change.value();
      if (value == null) {
        batch.delete(database.latest(), key);
        batch.put(database.deleted(), key, Records.number(set.revision()));
      } else {
        batch.put(
            database.latest(), key, Records.value(set.revision(), change.createRevision(), value));
        if (change.createRevision() == set.revision() && decided.previous().get(i) > 0) {
          batch.delete(database.deleted(), key);
        }
      }
    }
    long bytes = bytesBefore + Records.loggedBytes(keys, set.changes());
    batch.put(
        database.log(),
        Records.number(set.revision()),
        Records.logged(millis, bytes, keys, set.changes(), decided.previous()));
    return bytes;
  }

  /// The value at the floor is about to be overwritten for the first time.
  private void keepBase(WriteBatch batch, byte[] key, long previous) throws RocksDBException {
    if (previous > 0 && previous <= floor) {
      var value = database.rocks().get(database.latest(), key);
      if (value != null) {
        batch.put(database.base(), key, value);
      }
    }
  }

  private Head head(Key key) {
    try {
      var bytes = Records.key(key);
      if (database.rocks().get(database.latest(), bytes, headBuffer) >= Records.HEAD_BYTES) {
        return Records.head(headBuffer);
      }
      var deleted = database.rocks().get(database.deleted(), bytes);
      return deleted == null ? Head.NONE : new Head(Records.number(deleted), 0);
    } catch (RocksDBException e) {
      throw new ReadFailure(e);
    }
  }

  /// Carries a failure to read through a function that may not throw it.
  static final class ReadFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReadFailure(RocksDBException cause) {
      super(cause);
    }
  }

  @Override
  public void close() {
    synced.close();
  }
}
