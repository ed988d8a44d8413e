package dev.podo.store.rocksdb;

import dev.podo.store.Journal;
import dev.podo.store.contract.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksJournalTest extends JournalContract {
  @TempDir private Path temp;

  @Override
  protected Journal open() throws InterruptedException {
    return RocksJournal.open(RocksConfig.in(temp.resolve("store")), environment);
  }
}
