package dev.podo.client;

import dev.podo.model.ApiObject;

/// One change seen by a watch.
///
/// @param object the object after the change; as it was last for `DELETED` (with the version of the
///   deletion); empty but for its metadata for `BOOKMARK`
public record WatchEvent<T extends ApiObject>(Type type, T object) {
  /// On a bookmark: all that existed when the watch began has been sent.
  public static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  /// What happened.
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK
  }

  public String resourceVersion() {
    return object.metadata().resourceVersion();
  }

  /// Whether it says how far the watch is, and nothing else.
  public boolean isReminder() {
    return type == Type.BOOKMARK && !initialEventsEnd();
  }

  public boolean initialEventsEnd() {
    return type == Type.BOOKMARK
        && "true".equals(object.metadata().annotations().get(INITIAL_EVENTS_END));
  }
}
