package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.store.Journal;
import dev.podo.store.Key;
import dev.podo.store.local.Head;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of format 1. Numbers are big-endian, so that their order is that of the bytes.
///
/// - a key: kind, NUL, namespace, NUL, name, in UTF-8
/// - `log`: revision → time (ms since 1970), bytes of the log up to and with this entry, number of
///   changes, and for each its key, previous revision, create revision (0: deleted) and value, key
///   and value behind their lengths
/// - `latest` and `base`: key → mod revision, create revision, value
/// - `deleted`: key → revision of the deletion
/// - `meta`: the floor under `floor` and what is compacted under `compacted`, a number each
final class Records {
  static final byte[] FLOOR = "floor".getBytes(UTF_8);
  static final byte[] COMPACTED = "compacted".getBytes(UTF_8);

  /// What precedes the value in `latest` and `base`.
  static final int HEAD_BYTES = 16;

  private Records() {}

  /// One entry of the log.
  record Logged(long revision, long timeMillis, long totalBytes, List<LoggedChange> changes) {
    LoggedChange change(Key key) {
      for (var change : changes) {
        if (change.key().equals(key)) {
          return change;
        }
      }
      throw new IllegalStateException("revision " + revision + " should have changed " + key);
    }

    Journal.ChangeSet changeSet() {
      var plain =
          changes.stream()
              .map(c -> new Journal.Change(c.key(), c.value(), c.createRevision()))
              .toList();
      return new Journal.ChangeSet(revision, plain, null);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; nobody compares or changes them
  record LoggedChange(Key key, long previous, long createRevision, byte @Nullable [] value) {}

  static byte[] number(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  static byte[] key(Key key) {
    return (key.kind() + '\0' + key.namespace() + '\0' + key.name()).getBytes(UTF_8);
  }

  static byte[] kindPrefix(String kind) {
    return (kind + '\0').getBytes(UTF_8);
  }

  static Key key(byte[] bytes) {
    var text = new String(bytes, UTF_8);
    int first = text.indexOf('\0');
    int second = text.indexOf('\0', first + 1);
    return new Key(
        text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
  }

  static byte[] value(long modRevision, long createRevision, byte[] value) {
    return ByteBuffer.allocate(HEAD_BYTES + value.length)
        .putLong(modRevision)
        .putLong(createRevision)
        .put(value)
        .array();
  }

  static Head head(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    return new Head(in.getLong(), in.getLong());
  }

  static Journal.Entry entry(Key key, byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    long modRevision = in.getLong();
    long createRevision = in.getLong();
    var value = new byte[in.remaining()];
    in.get(value);
    return new Journal.Entry(key, value, createRevision, modRevision);
  }

  /// @param keys of the changes, in their order
  static int loggedBytes(List<byte[]> keys, List<Journal.Change> changes) {
    int size = 8 + 8 + 4;
    for (int i = 0; i < changes.size(); i++) {
      var value = changes.get(i).value();
      size += 4 + keys.get(i).length + 8 + 8 + 4 + (value == null ? 0 : value.length);
    }
    return size;
  }

  /// @param totalBytes of the log up to and with this entry
  static byte[] logged(
      long timeMillis,
      long totalBytes,
      List<byte[]> keys,
      List<Journal.Change> changes,
      List<Long> previous) {
    var out = ByteBuffer.allocate(loggedBytes(keys, changes));
    out.putLong(timeMillis).putLong(totalBytes).putInt(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      var value = change.value();
      out.putInt(keys.get(i).length).put(keys.get(i));
      out.putLong(previous.get(i)).putLong(change.createRevision());
      out.putInt(value == null ? 0 : value.length);
      if (value != null) {
        out.put(value);
      }
    }
    return out.array();
  }

  static Logged logged(long revision, byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    long timeMillis = in.getLong();
    long totalBytes = in.getLong();
    int count = in.getInt();
    var changes = new ArrayList<LoggedChange>(count);
    for (int i = 0; i < count; i++) {
      var key = key(take(in));
      long previous = in.getLong();
      long createRevision = in.getLong();
      var value = take(in);
      changes.add(
          new LoggedChange(key, previous, createRevision, createRevision == 0 ? null : value));
    }
    return new Logged(revision, timeMillis, totalBytes, changes);
  }

  private static byte[] take(ByteBuffer in) {
    var out = new byte[in.getInt()];
    in.get(out);
    return out;
  }
}
