package dev.podo.controllers.engine;

import dev.podo.client.Api;
import dev.podo.client.informer.Key;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.Optional;

/// Asks for an object as the server has it now, because the cache may be behind.
public record Live<T extends ApiObject>(Kind<T> kind, Key key) implements Effect<Optional<T>> {
  public static <T extends ApiObject> Live<T> of(Kind<T> kind, T object) {
    return new Live<>(kind, Key.of(object));
  }

  @Override
  public Optional<T> perform(Api api) {
    try {
      return Optional.of(api.get(kind, key.namespace(), key.name()));
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
