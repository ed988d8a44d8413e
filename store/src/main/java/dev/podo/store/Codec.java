package dev.podo.store;

/// Turns values into the bytes that a journal keeps, and back. Encryption at rest is a codec around
/// another one. Called from many threads at once.
public interface Codec<V> {
  /// The bytes to keep. They never contain the revision, which is not known yet.
  byte[] encode(V value);

  /// The value that was kept, stamped with the revision at which it was committed.
  ///
  /// @throws RuntimeException when the bytes make no sense; the store cannot go on without the
  ///   value
  V decode(Key key, byte[] bytes, long revision);

  /// The value as it is once committed at a revision: the API server writes `resourceVersion` here.
  V stamp(V value, long revision);
}
