package dev.podo.bench.writes;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.store.Codec;
import dev.podo.store.Commit;
import dev.podo.store.Key;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import dev.podo.store.rocksdb.RocksConfig;
import dev.podo.store.rocksdb.RocksJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The store without the API, on its durable journal; values are bytes.
final class BareStore implements AutoCloseable {
  private static final byte[] VALUE =
      "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Scope scope;
  private final Store<byte[]> store;

  private BareStore(Scope scope, Store<byte[]> store) {
    this.scope = scope;
    this.store = store;
  }

  static BareStore open(Path directory) throws Exception {
    var scope = Scope.root("store", Environment.system());
    try {
      var journal = RocksJournal.open(RocksConfig.in(directory), scope.environment());
      var deadline = Deadline.after(scope.environment().clock(), PATIENCE);
      return new BareStore(
          scope, Store.open(journal, new Bytes(), StoreConfig.DEFAULT, scope, deadline));
    } catch (Exception e) {
      scope.close();
      throw e;
    }
  }

  void write(long number) throws Exception {
    var key = new Key("core/configmaps", "bench", "c-" + number);
    store.commit(Commit.create(key, VALUE), Deadline.after(scope.environment().clock(), PATIENCE));
  }

  @Override
  public void close() {
    scope.close();
  }

  private static final class Bytes implements Codec<byte[]> {
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
}
