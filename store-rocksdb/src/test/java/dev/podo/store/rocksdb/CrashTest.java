package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes is killed at any moment, again and again, on the same directory.
class CrashTest {
  private static final long SEED = 20261123;

  @TempDir private Path temp;

  private record Acknowledged(long revision, Key key, String text) {
    static Acknowledged parse(String line) {
      var parts = line.split(" ", -1);
      var key = new Key("pods", "w" + parts[1], "k" + parts[2]);
      return new Acknowledged(Long.parseLong(parts[0]), key, parts[3]);
    }
  }

  @Test
  void losesNoAcknowledgedWrite() throws Exception {
    var random = new Random(SEED);
    var acknowledged = new ArrayList<Acknowledged>();
    for (int round = 0; round < 10; round++) {
      var mode = round < 5 ? "keep" : "compact";
      try (var child = new Child(CrashWriter.class, directory(), "r" + round, mode)) {
        int until = 1 + random.nextInt(1_500);
        for (int i = 0; ; i++) {
          if (i == until) {
            child.kill();
          }
          var line = child.line();
          if (line == null) {
            break;
          }
          if (line.split(" ", -1).length == 4 && !line.endsWith(" ")) {
            acknowledged.add(Acknowledged.parse(line));
          }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(until);
      }
      check(acknowledged, round);
    }
  }

  private String directory() {
    return temp.resolve("store").toString();
  }

  private void check(List<Acknowledged> acknowledged, int round) throws Exception {
    var environment = Environment.system();
    try (var journal = RocksJournal.open(RocksConfig.in(Path.of(directory())), environment)) {
      long last = journal.revision(Deadline.never());
      long oldest = journal.oldestRevision();
      assertThat(oldest).as("round %s", round).isBetween(0L, last);
      var log = log(journal, oldest, last);
      assertThat(log.keySet()).doesNotContainNull().hasSize((int) (last - oldest));
      for (var one : acknowledged) {
        assertThat(one.revision()).isLessThanOrEqualTo(last);
        if (one.revision() > oldest) {
          assertThat(log.get(one.revision())).isEqualTo(one.key() + "=" + one.text());
        } else {
          var then = journal.read(one.key(), oldest);
          assertThat(then == null || then.modRevision() >= one.revision()).isTrue();
        }
      }
      assertThat(replayed(journal, oldest, log)).isEqualTo(state(journal, last));
    }
  }

  private static SortedMap<Long, String> log(Journal journal, long oldest, long last)
      throws InterruptedException {
    var sets = new ArrayList<Journal.ChangeSet>();
    journal.follow(oldest, sets::addAll).close();
    var log = new TreeMap<Long, String>();
    for (var set : sets) {
      var change = set.changes().get(0);
      var value = change.value();
      var text = value == null ? "-" : new String(value, UTF_8);
      assertThat(set.revision()).isEqualTo(oldest + log.size() + 1);
      log.put(set.revision(), change.key() + "=" + text);
    }
    assertThat(log).hasSize((int) (last - oldest));
    return log;
  }

  private static SortedMap<String, String> state(Journal journal, long at) {
    var state = new TreeMap<String, String>();
    journal.readAll(
        at, entry -> state.put(entry.key().toString(), new String(entry.value(), UTF_8)));
    return state;
  }

  private static SortedMap<String, String> replayed(
      Journal journal, long oldest, SortedMap<Long, String> log) {
    var state = state(journal, oldest);
    for (var line : log.values()) {
      int equals = line.indexOf('=');
      var key = line.substring(0, equals);
      var text = line.substring(equals + 1);
      if (text.equals("-")) {
        state.remove(key);
      } else {
        state.put(key, text);
      }
    }
    return state;
  }
}
