package dev.podo.client.informer;

import dev.podo.model.ApiObject;

/// What a watch told, in the words of a cache.
sealed interface Change<T extends ApiObject> {
  long revision();

  record Put<T extends ApiObject>(T object, long revision) implements Change<T> {}

  record Gone<T extends ApiObject>(Key key, long revision) implements Change<T> {}

  /// Nothing else up to here.
  record Reached<T extends ApiObject>(long revision) implements Change<T> {}
}
