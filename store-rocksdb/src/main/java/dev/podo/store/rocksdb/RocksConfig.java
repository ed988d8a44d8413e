package dev.podo.store.rocksdb;

import dev.podo.foundation.Check;
import java.nio.file.Path;
import java.time.Duration;

/// Where the journal lies and how much room it takes.
///
/// @param directory its own; made, for this user alone, if it is not there
/// @param historyTime what was written longer ago is forgotten, except for what is still so
/// @param historyBytes when the log has more, its oldest part is forgotten earlier; what clients
///   may still read is never forgotten
/// @param reserveBytes writes are refused when the disk has less room than this, so that the
///   database can always tidy up after itself
public record RocksConfig(
    Path directory, Duration historyTime, long historyBytes, long reserveBytes) {
  public RocksConfig {
    Check.that(!historyTime.isNegative() && historyBytes >= 0, "bad budget for history");
    Check.that(reserveBytes >= 0, "bad reserve: %s", reserveBytes);
  }

  /// A day or a gigabyte of history, 64 MiB in reserve.
  public static RocksConfig in(Path directory) {
    return new RocksConfig(directory, Duration.ofDays(1), 1L << 30, 64L << 20);
  }

  public RocksConfig withHistory(Duration time, long bytes) {
    return new RocksConfig(directory, time, bytes, reserveBytes);
  }

  public RocksConfig withReserve(long bytes) {
    return new RocksConfig(directory, historyTime, historyBytes, bytes);
  }
}
