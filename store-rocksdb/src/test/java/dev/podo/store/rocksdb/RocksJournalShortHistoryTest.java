package dev.podo.store.rocksdb;

import dev.podo.store.Journal;
import dev.podo.store.contract.JournalContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/// With a budget of nothing, history ends where compaction does: the log is cut again and again.
class RocksJournalShortHistoryTest extends JournalContract {
  @TempDir private Path temp;

  @Override
  protected Journal open() throws InterruptedException {
    var config = RocksConfig.in(temp.resolve("store")).withHistory(Duration.ofDays(1), 0);
    return RocksJournal.open(config, environment);
  }
}
