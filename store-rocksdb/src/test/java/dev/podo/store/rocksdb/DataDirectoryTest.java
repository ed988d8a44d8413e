package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.store.Journal;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final Key KEY = new Key("pods", "shop", "web");

  @TempDir private Path temp;
  private Path directory;

  @BeforeEach
  void choose() {
    directory = temp.resolve("store");
  }

  private RocksJournal open() throws InterruptedException {
    return RocksJournal.open(RocksConfig.in(directory), Environment.system());
  }

  private static void put(Journal journal, String value) throws InterruptedException {
    var write = new Write(KEY, value.getBytes(UTF_8));
    journal.append(List.of(new Transaction(List.of(), List.of(write), null)));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    open().close();
    assertThat(permissions(directory)).isEqualTo("rwx------");
  }

  @Test
  void closesADirectoryThatWasOpenToOthers() throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    open().close();
    assertThat(permissions(directory)).isEqualTo("rwx------");
  }

  @Test
  void refusesASecondProcessAndNamesTheFirst() throws Exception {
    try (var child = new Child(Holder.class, directory.toString())) {
      assertThat(child.line()).isEqualTo("open at 0");
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "the data directory %s is in use by process %d; stop it or choose another one",
              directory.toRealPath(), child.pid());
    }
    open().close();
  }

  @Test
  void refusesASecondUseInThisProcess() throws Exception {
    try (var first = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("in use by this process");
      put(first, "still works");
      try (var child = new Child(Holder.class, directory.toString())) {
        assertThat(child.line()).as("the lock still holds").isNull();
      }
    }
    open().close();
  }

  @Test
  void refusesANewerFormat() throws Exception {
    open().close();
    Files.writeString(directory.resolve("format"), "2\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("has format 2, from a newer Podo; this one knows formats up to 1");
    Files.writeString(directory.resolve("format"), "1\n");
    open().close();
  }

  @Test
  void refusesAFormatThatIsNone() throws Exception {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("format"), "one");
    assertThatThrownBy(this::open).hasMessageContaining("holds no version of a format but 'one'");
  }

  @Test
  void refusesADirectoryWithOtherThings() throws Exception {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("letter"), "dear");
    assertThatThrownBy(this::open).hasMessageContaining("is not empty: it holds letter");
    assertThat(directory.resolve("db")).doesNotExist();
  }

  @Test
  void saysWhyADirectoryCannotBeUsed() throws Exception {
    Files.writeString(directory, "a file");
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("cannot use the data directory " + directory);
  }

  @Test
  void writesABackupThatCanBeOpened() throws Exception {
    var copy = temp.resolve("copy");
    try (var journal = open()) {
      put(journal, "one");
      put(journal, "two");
      journal.backup(copy);
      put(journal, "three");
      assertThatThrownBy(() -> journal.backup(copy)).isInstanceOf(JournalException.class);
    }
    assertThat(permissions(copy)).isEqualTo("rwx------");
    try (var restored = RocksJournal.open(RocksConfig.in(copy), Environment.system())) {
      assertThat(restored.revision(Deadline.never())).isEqualTo(2);
      assertThat(restored.read(KEY, 2).value()).asString(UTF_8).isEqualTo("two");
      assertThat(restored.read(KEY, 1).value()).asString(UTF_8).isEqualTo("one");
      put(restored, "its own");
    }
  }

  /// What a machine leaves that loses power while it writes.
  @Test
  void survivesATornEnd() throws Exception {
    writeTen();
    var wal = wal();
    try (var channel = FileChannel.open(wal, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 5);
    }
    try (var journal = open()) {
      assertThat(journal.revision(Deadline.never())).isEqualTo(9);
      assertThat(journal.read(KEY, 9).value()).asString(UTF_8).isEqualTo("v9");
      put(journal, "again");
      assertThat(journal.revision(Deadline.never())).isEqualTo(10);
    }
  }

  @Test
  void refusesALogThatIsCorruptInTheMiddle() throws Exception {
    writeTen();
    var wal = wal();
    try (var channel = FileChannel.open(wal, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() / 2);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot open the journal in " + directory.toRealPath());
  }

  /// Leaves ten writes in the log of the database and in no table: a killed process does so.
  private void writeTen() throws Exception {
    try (var child = new Child(TenWrites.class, directory.toString())) {
      assertThat(child.line()).isEqualTo("written");
    }
  }

  static final class TenWrites {
    private TenWrites() {}

    public static void main(String[] args) throws Exception {
      var journal = RocksJournal.open(RocksConfig.in(Path.of(args[0])), Environment.system());
      for (int i = 1; i <= 10; i++) {
        put(journal, "v" + i);
      }
      System.out.println("written");
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private Path wal() throws IOException {
    try (var files = Files.list(directory.resolve("db"))) {
      return files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }
}
