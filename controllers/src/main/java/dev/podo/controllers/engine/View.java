package dev.podo.controllers.engine;

import dev.podo.client.informer.Snapshot;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import org.jspecify.annotations.Nullable;

/// The world as a reconcile sees it. It does not change during a call; the kinds in it may stand at
/// different revisions.
public interface View {
  /// The objects of a kind that the controller watches.
  <T extends ApiObject> Snapshot<T> list(Kind<T> kind);

  /// The kinds at which the controller looks because they are there, see [Watches.Of#every].
  Kinds kinds();

  default <T extends ApiObject> @Nullable T get(Kind<T> kind, String namespace, String name) {
    return list(kind).get(namespace, name);
  }

  /// The answer to an effect of this object's last plan; null when it was not in that plan.
  <R> @Nullable Outcome<R> outcome(Effect<R> effect);

  /// Why this object's last plan failed; null when it did not.
  @Nullable ApiException failure();
}
