package dev.podo.bench.writes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB without anything around it: every write is a synced batch with one value; it groups what
/// is written at the same time by itself.
final class BareRocks implements AutoCloseable {
  private static final byte[] VALUE =
      "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
  private static final long BUFFER_BYTES = 16 << 20;

  private final Options options;
  private final WriteOptions synced;
  private final RocksDB rocks;

  private BareRocks(Options options, WriteOptions synced, RocksDB rocks) {
    this.options = options;
    this.synced = synced;
    this.rocks = rocks;
  }

  static BareRocks open(Path directory) throws RocksDBException {
    RocksDB.loadLibrary();
    // Buffers and compression as the journal has them.
    var options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(BUFFER_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    return new BareRocks(
        options, new WriteOptions().setSync(true), RocksDB.open(options, directory.toString()));
  }

  void write(long number) throws RocksDBException {
    try (var batch = new WriteBatch()) {
      batch.put(("core/configmaps\0bench\0c-" + number).getBytes(StandardCharsets.UTF_8), VALUE);
      rocks.write(synced, batch);
    }
  }

  @Override
  public void close() {
    rocks.close();
    synced.close();
    options.close();
  }
}
