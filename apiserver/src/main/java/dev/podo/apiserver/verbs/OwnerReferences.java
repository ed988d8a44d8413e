package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Notes;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.OwnerReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/// Owners that an object names twice in the same words: each is kept once, and the client is told.
final class OwnerReferences {
  private OwnerReferences() {}

  /// @param isAdmitted whether the object is no more as the client sent it
  static <T extends ApiObject> T eachOnce(Kind<T> kind, T object, boolean isAdmitted, Notes notes) {
    var references = object.metadata().ownerReferences();
    var once = new LinkedHashSet<OwnerReference>();
    var again = new ArrayList<String>();
    for (var reference : references) {
      if (!once.add(reference)) {
        again.add(reference.uid());
      }
    }
    if (again.isEmpty()) {
      return object;
    }
    notes.warn(
        ".metadata.ownerReferences contains duplicate entries"
            + (isAdmitted ? " after mutating admission happens" : "")
            + "; API server dedups owner references in 1.20+, and may reject such requests as early"
            + " as 1.24; please fix your requests; duplicate UID(s) observed: "
            + String.join(", ", again));
    var kept = new ArrayList<>(once);
    return kind.withMetadata(object, object.metadata().with(m -> m.ownerReferences(kept)));
  }
}
