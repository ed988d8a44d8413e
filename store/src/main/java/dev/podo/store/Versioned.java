package dev.podo.store;

/// A value as it was committed.
///
/// @param value stamped with `modRevision`, see [Codec#stamp]
/// @param createRevision when the object came to be; it changes when a deleted object comes again
/// @param modRevision when this value was written
public record Versioned<V>(Key key, V value, long createRevision, long modRevision) {}
