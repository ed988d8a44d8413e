package dev.podo.store.local;

/// Where a key stands.
///
/// @param modRevision of its last change, a deletion included; 0 when none is known
/// @param createRevision of its value; 0 when there is none
public record Head(long modRevision, long createRevision) {
  public static final Head NONE = new Head(0, 0);

  public boolean exists() {
    return createRevision > 0;
  }

  /// As preconditions see it.
  public long actual() {
    return exists() ? modRevision : 0;
  }
}
