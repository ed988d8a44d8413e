package dev.podo.controllers.engine;

import dev.podo.client.informer.Key;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;

/// Names an object among all.
public record Ref(Kind<?> kind, Key key) {
  public static <T extends ApiObject> Ref of(Kind<T> kind, T object) {
    return new Ref(kind, Key.of(object));
  }

  @Override
  public String toString() {
    return kind.singular() + " " + key;
  }
}
