package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/// RocksDB, opened with what the journal needs. Its memory is bounded: 32 MiB that wait to be
/// written to tables, 16 MiB of blocks that were read.
final class Database implements AutoCloseable {
  private static final long MIB = 1 << 20;
  private static final int CACHE_SHARD_BITS = 2;

  private final List<RocksObject> owned;
  private final RocksDB rocks;
  private final List<ColumnFamilyHandle> families;

  private Database(List<RocksObject> owned, RocksDB rocks, List<ColumnFamilyHandle> families) {
    this.owned = owned;
    this.rocks = rocks;
    this.families = families;
  }

  static Database open(Path directory) throws RocksDBException {
    RocksDB.loadLibrary();
    var owned = new ArrayList<RocksObject>();
    try {
      var descriptors = new ArrayList<ColumnFamilyDescriptor>();
      var family = keep(owned, familyOptions(owned));
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
      for (var name : List.of("log", "latest", "deleted", "base")) {
        descriptors.add(new ColumnFamilyDescriptor(name.getBytes(UTF_8), family));
      }
      var families = new ArrayList<ColumnFamilyHandle>();
      var options = keep(owned, databaseOptions());
      var rocks = RocksDB.open(options, directory.toString(), descriptors, families);
      return new Database(owned, rocks, families);
    } catch (RocksDBException | RuntimeException e) {
      closeAll(owned);
      throw e;
    }
  }

  private static ColumnFamilyOptions familyOptions(List<RocksObject> owned) {
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(keep(owned, new LRUCache(16 * MIB, CACHE_SHARD_BITS)))
            .setFilterPolicy(keep(owned, new BloomFilter(10)))
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            // In pieces: the whole index of a table is larger than a shard of the cache takes, and
            // would be read and unpacked for every precondition.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setPinTopLevelIndexAndFilter(true);
    return new ColumnFamilyOptions()
        .setTableFormatConfig(table)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(16 * MIB);
  }

  private static DBOptions databaseOptions() {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setDbWriteBufferSize(32 * MIB)
        .setMaxTotalWalSize(64 * MIB)
        // A torn end is what a crash leaves. Anything else that is corrupt is refused on opening:
        // to read only up to it would lose acknowledged writes in silence.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // After an error the journal opens the database anew; RocksDB is not to try meanwhile.
        .setMaxBgErrorResumeCount(0)
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(256)
        .setKeepLogFileNum(2)
        .setMaxLogFileSize(MIB)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
  }

  private static <T extends RocksObject> T keep(List<RocksObject> owned, T object) {
    owned.add(object);
    return object;
  }

  RocksDB rocks() {
    return rocks;
  }

  ColumnFamilyHandle meta() {
    return families.get(0);
  }

  ColumnFamilyHandle log() {
    return families.get(1);
  }

  ColumnFamilyHandle latest() {
    return families.get(2);
  }

  ColumnFamilyHandle deleted() {
    return families.get(3);
  }

  ColumnFamilyHandle base() {
    return families.get(4);
  }

  long number(byte[] name) throws RocksDBException {
    var bytes = rocks.get(meta(), name);
    return bytes == null ? 0 : Records.number(bytes);
  }

  @Override
  public void close() {
    families.forEach(ColumnFamilyHandle::close);
    rocks.close();
    closeAll(owned);
  }

  private static void closeAll(List<RocksObject> objects) {
    for (int i = objects.size() - 1; i >= 0; i--) {
      objects.get(i).close();
    }
  }
}
