package dev.podo.controllers.engine;

import dev.podo.client.Patch;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;

/// One write of a plan.
public sealed interface Action {
  /// Makes an object.
  record Create<T extends ApiObject>(Kind<T> kind, T object, Announce announce) implements Action {}

  /// Deletes this very object: not another one that has taken its name.
  record Delete<T extends ApiObject>(
      Kind<T> kind, T object, DeleteOptions options, Announce announce) implements Action {}

  /// Deletes all objects of a kind in a namespace.
  record DeleteAll<T extends ApiObject>(Kind<T> kind, String namespace, DeleteOptions options)
      implements Action {}

  /// Changes some fields of an object.
  ///
  /// @param subresource `"status"`, or `""` for the object itself
  record Change<T extends ApiObject>(
      Kind<T> kind, T object, Patch patch, String subresource, Announce announce)
      implements Action {}

  /// Posts to a subresource of an object.
  record Post<T extends ApiObject>(Kind<T> kind, T object, String subresource, Struct body)
      implements Action {}
}
