package dev.podo.store.rocksdb;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.store.Commit;
import dev.podo.store.Key;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import dev.podo.store.TextCodec;
import dev.podo.store.TextCodec.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Writes as fast as it can and prints each write that was acknowledged, until it is killed. Each
/// of its writers has keys of its own.
final class CrashWriter {
  private static final int WRITERS = 6;
  private static final int KEYS = 20;

  private final Store<Text> store;
  private final boolean compacting;

  private CrashWriter(Store<Text> store, boolean compacting) {
    this.store = store;
    this.compacting = compacting;
  }

  /// @param args the directory, the number of the round, and `compact` to compact all the time
  public static void main(String[] args) throws Exception {
    var environment = Environment.system();
    var scope = Scope.root("writer", environment);
    boolean compacting = args[2].equals("compact");
    var config = RocksConfig.in(Path.of(args[0]));
    var journal =
        RocksJournal.open(
            compacting ? config.withHistory(Duration.ofDays(1), 20_000) : config, environment);
    var store = Store.open(journal, new TextCodec(), StoreConfig.DEFAULT, scope, Deadline.never());
    var writer = new CrashWriter(store, compacting);
    for (int w = 0; w < WRITERS; w++) {
      int number = w;
      scope.fork("writer-" + w, () -> writer.write(number, args[1]));
    }
    scope.failure().await(Deadline.never());
  }

  private void write(int writer, String round) throws InterruptedException, TimeoutException {
    for (int i = 0; ; i++) {
      var key = new Key("pods", "w" + writer, "k" + i % KEYS);
      var text = round + "-" + i;
      var deleted = i % 7 == 3 && store.image().get(key) != null;
      var builder = Commit.<Text>builder();
      var commit = deleted ? builder.delete(key) : builder.put(key, Text.of(text));
      long revision = store.commit(commit.build(), Deadline.never()).revision();
      print(revision + " " + writer + " " + i % KEYS + " " + (deleted ? "-" : text) + "\n");
      if (compacting && writer == 0 && i % 10 == 9) {
        store.compact(revision - 20);
      }
    }
  }

  private static void print(String line) {
    System.out.print(line);
    System.out.flush();
  }
}
