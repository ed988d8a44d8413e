package dev.podo.store.memory;

import dev.podo.store.Journal;
import dev.podo.store.contract.StoreContract;
import java.time.Duration;

class MemoryStoreTest extends StoreContract {
  private final MemoryDisk disk = new MemoryDisk();

  @Override
  protected Journal openJournal() {
    var slow =
        new Faults() {
          @Override
          public void beforeSync() throws InterruptedException {
            environment.clock().sleep(Duration.ofNanos(200_000));
          }
        };
    return new MemoryJournal(disk, slow);
  }
}
