package dev.podo.store.rocksdb;

import dev.podo.store.Journal;
import dev.podo.store.contract.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest extends StoreContract {
  @TempDir private Path temp;

  @Override
  protected Journal openJournal() throws InterruptedException {
    return RocksJournal.open(RocksConfig.in(temp.resolve("store")), environment);
  }
}
