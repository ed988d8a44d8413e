package dev.podo.store;

import dev.podo.foundation.Check;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes with preconditions on any keys, all or nothing, at one revision. At most one write per
/// kind, so that no two events of a watch share a revision.
public final class Commit<V> {
  private final Map<Key, Long> expected;
  private final List<Write<V>> writes;

  private Commit(Map<Key, Long> expected, List<Write<V>> writes) {
    this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
    this.writes = List.copyOf(writes);
  }

  /// @param value null to delete
  record Write<V>(Key key, @Nullable V value) {}

  public static <V> Builder<V> builder() {
    return new Builder<>();
  }

  /// Writes an object that must not exist yet.
  public static <V> Commit<V> create(Key key, V value) {
    return Commit.<V>builder().put(key, value).expectAbsent(key).build();
  }

  /// Writes an object that must still be as it was at a revision.
  public static <V> Commit<V> update(Key key, V value, long modRevision) {
    return Commit.<V>builder().put(key, value).expect(key, modRevision).build();
  }

  /// Deletes an object that must still be as it was at a revision.
  public static <V> Commit<V> delete(Key key, long modRevision) {
    return Commit.<V>builder().delete(key).expect(key, modRevision).build();
  }

  Map<Key, Long> expected() {
    return expected;
  }

  List<Write<V>> writes() {
    return writes;
  }

  @Override
  public String toString() {
    return writes.stream().map(Write::key).toList().toString();
  }

  /// Collects a commit.
  public static final class Builder<V> {
    private final Map<Key, Long> expected = new LinkedHashMap<>();
    private final Map<String, Write<V>> writes = new LinkedHashMap<>();

    private Builder() {}

    /// Writes an object, whether or not it exists.
    public Builder<V> put(Key key, V value) {
      return write(new Write<>(key, value));
    }

    /// Deletes an object, which must exist.
    public Builder<V> delete(Key key) {
      return write(new Write<>(key, null));
    }

    /// The object must have been written last at this revision; 0: it must not exist.
    public Builder<V> expect(Key key, long modRevision) {
      Check.that(modRevision >= Journal.EXISTS, "no revision: %s", modRevision);
      Check.that(key.isStorable(), "a key holds NUL: %s", key);
      var other = expected.put(key, modRevision);
      Check.that(other == null || other == modRevision, "two expectations of %s", key);
      return this;
    }

    public Builder<V> expectAbsent(Key key) {
      return expect(key, 0);
    }

    public Builder<V> expectPresent(Key key) {
      return expect(key, Journal.EXISTS);
    }

    /// @throws Check.InvariantViolation when it writes nothing
    public Commit<V> build() {
      Check.that(!writes.isEmpty(), "a commit writes something");
      return new Commit<>(expected, new ArrayList<>(writes.values()));
    }

    private Builder<V> write(Write<V> write) {
      Check.that(write.key().isStorable(), "a key holds NUL: %s", write.key());
      var other = writes.putIfAbsent(write.key().kind(), write);
      Check.that(other == null, "one commit writes two of a kind: %s", write.key());
      return this;
    }
  }
}
