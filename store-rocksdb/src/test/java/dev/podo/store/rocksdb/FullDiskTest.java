package dev.podo.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.store.Codec;
import dev.podo.store.Commit;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full, really: a small one in memory, which takes root to mount.
class FullDiskTest {
  @TempDir private Path temp;
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Environment environment =
      new Environment(clock, new Random(7), Thread.ofVirtual().factory());
  private final List<Key> acknowledged = new ArrayList<>();
  private Path disk;
  private Scope scope;
  private Store<byte[]> store;

  private static final class Raw implements Codec<byte[]> {
    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(Key key, byte[] bytes, long revision) {
      return bytes;
    }

    @Override
    public byte[] stamp(byte[] value, long revision) {
      return value;
    }
  }

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=96m", "podo-test", disk.toString()) == 0,
        "mounting a small disk takes root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (scope != null) {
      scope.close();
    }
    run("umount", disk.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void open(long reserve) throws Exception {
    scope = Scope.root("store", environment);
    var config = RocksConfig.in(disk.resolve("store")).withReserve(reserve);
    var journal = RocksJournal.open(config, environment);
    store = Store.open(journal, new Raw(), StoreConfig.DEFAULT, scope, Deadline.never());
  }

  private JournalException fill() {
    return catchThrowableOfType(
        JournalException.class,
        () -> {
          while (true) {
            write();
          }
        });
  }

  private void write() throws Exception {
    var key = new Key("blobs", "", "b" + acknowledged.size());
    store.commit(Commit.<byte[]>builder().put(key, bytes(key)).build(), Deadline.never());
    acknowledged.add(key);
  }

  private static byte[] bytes(Key key) {
    var bytes = new byte[100_000];
    new Random(key.name().hashCode()).nextBytes(bytes);
    return bytes;
  }

  private void checkAll() {
    var found = new TreeMap<Key, byte[]>();
    store.image().list("blobs").forEach(blob -> found.put(blob.key(), blob.value()));
    assertThat(found.keySet()).containsAll(acknowledged);
    assertThat(acknowledged).allMatch(key -> Arrays.equals(found.get(key), bytes(key)));
  }

  @Test
  void isReportedAndSurvived() throws Exception {
    var ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[40 << 20]);
    open(0);
    assertThat(fill())
        .hasMessageContaining("the disk is full; free some room, and writing goes on");
    checkAll();
    assertThat(store.latest(Deadline.never()).count("blobs")).isEqualTo(acknowledged.size());
    for (int i = 0; i < 3; i++) {
      // Opening anew may find a little room, which is soon gone.
      clock.advance(Duration.ofSeconds(5));
      assertThat(fill()).hasMessageContaining(disk.toString());
      checkAll();
    }

    Files.delete(ballast);
    clock.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 10; i++) {
      write();
    }
    checkAll();
    scope.close();
    open(0);
    checkAll();
  }

  @Test
  void isNotEvenReachedWithAReserve() throws Exception {
    var ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[20 << 20]);
    open(24 << 20);
    assertThat(fill())
        .hasMessageContaining("MiB are left, and 24 MiB are kept in reserve; free some room");
    checkAll();
    Files.delete(ballast);
    write();
    checkAll();
  }
}
