package dev.podo.store.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Deadline;
import dev.podo.store.Journal;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import dev.podo.store.contract.JournalContract;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
  private final MemoryDisk disk = new MemoryDisk();

  @Override
  protected Journal open() {
    return open(Faults.NONE);
  }

  private Journal open(Faults faults) {
    return new MemoryJournal(disk, faults);
  }

  private static Transaction put(String name) {
    var key = new Key("pods", "shop", name);
    return new Transaction(List.of(), List.of(new Write(key, name.getBytes(UTF_8))), null);
  }

  @Test
  void mayLoseInACrashWhatWasNotSyncedAndNothingElse() throws Exception {
    var outcomes = new TreeSet<Long>();
    for (long seed = 0; seed < 20; seed++) {
      var fresh = new MemoryDisk();
      var power =
          new Faults() {
            @Override
            public void beforeSync() throws InterruptedException {
              if (fresh.revision() == 2) {
                throw new InterruptedException();
              }
            }
          };
      var journal = new MemoryJournal(fresh, power);
      journal.append(List.of(put("a"), put("b")));
      assertThatThrownBy(() -> journal.append(List.of(put("c"), put("d"))))
          .isInstanceOf(InterruptedException.class);
      fresh.crash(new Random(seed));
      var after = new MemoryJournal(fresh, Faults.NONE);
      outcomes.add(after.revision(Deadline.never()));
    }
    assertThat(outcomes).containsExactly(2L, 3L, 4L);
  }

  @Test
  void commitsNothingWhenTheSyncFails() throws Exception {
    var failing =
        new Faults() {
          @Override
          public void beforeSync() {
            throw new JournalException("the disk is gone");
          }
        };
    var journal = open(failing);
    assertThatThrownBy(() -> journal.append(List.of(put("a"))))
        .isInstanceOf(JournalException.class);
    disk.crash(new Random(1));
    assertThat(open().revision(Deadline.never())).isZero();
  }

  @Test
  void forgetsWhatIsCompacted() throws Exception {
    var journal = open();
    journal.append(List.of(put("a"), put("a"), put("a")));
    journal.compact(2);
    assertThat(journal.oldestRevision()).isEqualTo(2);
  }
}
