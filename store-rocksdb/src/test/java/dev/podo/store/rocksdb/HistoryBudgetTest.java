package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import dev.podo.store.Journal;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryBudgetTest {
  @TempDir private Path temp;
  private final Environment environment = Environment.system();

  private Journal open(Environment in, Duration time, long bytes) throws InterruptedException {
    var config = RocksConfig.in(temp.resolve("store")).withHistory(time, bytes);
    return RocksJournal.open(config, in);
  }

  private static Transaction put(int i) {
    var key = new Key("pods", "shop", "p" + i % 10);
    return new Transaction(List.of(), List.of(new Write(key, ("v" + i).getBytes(UTF_8))), null);
  }

  @Test
  void cutsTheLogWhereCompactionEnds() throws Exception {
    var journal = open(environment, Duration.ofDays(1), 0);
    var group = new ArrayList<Transaction>();
    for (int i = 1; i <= 2_000; i++) {
      group.add(put(i));
    }
    journal.append(group);
    journal.compact(1_500);
    assertThat(journal.oldestRevision()).isEqualTo(1_500);
    assertThat(journal.read(new Key("pods", "shop", "p9"), 1_500).modRevision()).isEqualTo(1_499);
    journal.close();
  }

  @Test
  void keepsHistoryForItsTime() throws Exception {
    var clock = new VirtualClock(Instant.EPOCH);
    var in = new Environment(clock, environment.random(), environment.threads());
    var journal = open(in, Duration.ofHours(1), 1 << 20);
    for (int i = 1; i <= 10; i++) {
      journal.append(List.of(put(i)));
      clock.advance(Duration.ofMinutes(10));
    }
    journal.compact(9);
    assertThat(journal.compactedRevision()).isEqualTo(9);
    assertThat(journal.oldestRevision()).isEqualTo(4);
    journal.close();
  }

  @Test
  void keepsHistoryWithinItsBytes() throws Exception {
    var journal = open(environment, Duration.ofHours(1), 1_000);
    for (int i = 1; i <= 100; i++) {
      journal.append(List.of(put(i)));
    }
    journal.compact(50);
    assertThat(journal.oldestRevision()).isEqualTo(50);
    journal.compact(100);
    assertThat(journal.oldestRevision()).isBetween(80L, 95L);
    journal.close();
  }
}
