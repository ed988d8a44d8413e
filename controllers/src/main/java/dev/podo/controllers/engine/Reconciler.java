package dev.podo.controllers.engine;

import dev.podo.model.ApiObject;
import java.time.Instant;

/// One controller: brings the world nearer to what an object asks for.
///
/// Both methods are pure. A reconcile is told what to look at, never what happened: it derives
/// everything from the object and the view, and is right whatever the revisions of the kinds in it.
///
/// @param <T> the kind of the objects that it looks after
public interface Reconciler<T extends ApiObject> {
  /// Which kinds it looks at, and whose changes make it look at which object again.
  Watches watches(Watches.Of<T> on);

  /// @param now the wall clock
  Plan reconcile(T object, View view, Instant now);
}
