package dev.podo.store;

import org.jspecify.annotations.Nullable;

/// One change of one object, shared by all who watch its kind. No two events of a kind have the
/// same revision.
///
/// @param value what was written; for a deletion the last value, stamped with the revision of the
///   deletion
/// @param previous what was there before; null when the object came to be
public record Event<V>(Type type, Key key, V value, @Nullable V previous, long revision) {
  /// Spelled as in a watch.
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
