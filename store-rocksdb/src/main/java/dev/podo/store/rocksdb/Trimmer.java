package dev.podo.store.rocksdb;

import java.time.Duration;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Forgets history beyond the budget: raises the floor step by step, keeping in `base` what was so
/// at the floor and has changed since. Nothing may be committed during a step.
final class Trimmer {
  /// So many revisions at once: a step holds up the writers.
  private static final int STEP = 512;

  private final Database database;

  Trimmer(Database database) {
    this.database = database;
  }

  /// How far the floor is to be raised.
  ///
  /// @param most not beyond this revision, which is in the log or the floor itself
  long target(long most, long nowMillis, Duration keepTime, long keepBytes)
      throws RocksDBException {
    try (var past = new Past(database)) {
      long low = past.floor();
      var last = past.last();
      if (last == null) {
        return low;
      }
      long high = Math.min(most, last.revision());
      while (low < high) {
        long middle = low + (high - low + 1) / 2;
        var logged = past.log(middle - 1, 1).get(0);
        var tooOld = nowMillis - logged.timeMillis() > keepTime.toMillis();
        var tooMuch = last.totalBytes() - logged.totalBytes() >= keepBytes;
        if (tooOld || tooMuch) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }
  }

  /// Raises the floor by one step at most.
  ///
  /// @return the new floor
  long step(long target) throws RocksDBException {
    try (var past = new Past(database);
        var batch = new WriteBatch();
        var unsynced = new WriteOptions()) {
      long floor = past.floor();
      int count = (int) Math.min(STEP, target - floor);
      if (count <= 0) {
        return floor;
      }
      for (var logged : past.log(floor, count)) {
        for (var change : logged.changes()) {
          pass(batch, logged.revision(), change);
        }
      }
      batch.deleteRange(
          database.log(), Records.number(floor + 1), Records.number(floor + count + 1));
      batch.put(database.meta(), Records.FLOOR, Records.number(floor + count));
      database.rocks().write(unsynced, batch);
      return floor + count;
    }
  }

  /// Lets the floor pass one change of a key.
  private void pass(WriteBatch batch, long revision, Records.LoggedChange change)
      throws RocksDBException {
    var key = Records.key(change.key());
    var value = change.value();
    if (value != null && !isLatest(key, revision)) {
      batch.put(database.base(), key, Records.value(revision, change.createRevision(), value));
      return;
    }
    batch.delete(database.base(), key);
    if (value == null) {
      var deleted = database.rocks().get(database.deleted(), key);
      if (deleted != null && Records.number(deleted) == revision) {
        batch.delete(database.deleted(), key);
      }
    }
  }

  private boolean isLatest(byte[] key, long revision) throws RocksDBException {
    var head = new byte[Records.HEAD_BYTES];
    return database.rocks().get(database.latest(), key, head) >= Records.HEAD_BYTES
        && Records.head(head).modRevision() == revision;
  }
}
