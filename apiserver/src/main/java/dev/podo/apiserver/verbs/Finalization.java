package dev.podo.apiserver.verbs;

import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Namespace;

/// When an object that is being deleted is gone.
final class Finalization {
  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  private Finalization() {}

  /// Whether somebody still has to do something before the object may go.
  static boolean isHeldBack(ApiObject object) {
    return !object.metadata().finalizers().isEmpty()
        || (object instanceof Namespace namespace && !namespace.spec().finalizers().isEmpty());
  }

  /// Whether with this change the deletion comes to its end.
  static boolean endsWith(ApiObject now, ApiObject old) {
    var grace = old.metadata().deletionGracePeriodSeconds();
    return old.metadata().deletionTimestamp() != null
        && (grace == null || grace == 0)
        && isHeldBack(old)
        && !isHeldBack(now);
  }
}
