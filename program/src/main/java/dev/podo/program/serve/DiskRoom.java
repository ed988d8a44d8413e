package dev.podo.program.serve;

import dev.podo.program.config.Config;
import dev.podo.store.rocksdb.RocksConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The room on the disk that holds a cluster's data.
///
/// @param freeBytes what is left for whoever runs the cluster
/// @param reserveBytes with less than this the store refuses to write
public record DiskRoom(long freeBytes, long reserveBytes) {
  private static final int MEBI = 20;

  /// @throws IOException when the data directory is not there
  public static DiskRoom of(Config config) throws IOException {
    var reserve = RocksConfig.in(new Paths(config).store()).reserveBytes();
    return new DiskRoom(room(config.dataDir()), reserve);
  }

  private static long room(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  public boolean isFull() {
    return freeBytes < reserveBytes;
  }

  /// As in `full: 28 MiB are left, and 64 MiB are kept in reserve`.
  @Override
  public String toString() {
    return isFull()
        ? "full: %d MiB are left, and %d MiB are kept in reserve"
            .formatted(freeBytes >> MEBI, reserveBytes >> MEBI)
        : "%d MiB are free".formatted(freeBytes >> MEBI);
  }
}
