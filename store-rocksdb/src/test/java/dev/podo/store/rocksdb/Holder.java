package dev.podo.store.rocksdb;

import dev.podo.foundation.Environment;
import java.io.IOException;
import java.nio.file.Path;

/// Holds a data directory open until its input ends.
final class Holder {
  private Holder() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (var journal = RocksJournal.open(RocksConfig.in(Path.of(args[0])), Environment.system())) {
      System.out.println("open at " + journal.oldestRevision());
      System.out.flush();
      while (System.in.read() >= 0) {
        // nothing is expected
      }
    }
  }
}
