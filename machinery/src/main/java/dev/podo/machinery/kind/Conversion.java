package dev.podo.machinery.kind;

import dev.podo.model.ApiObject;
import java.util.function.Function;

/// How a kind that is a second view of a stored object maps to the kind under which it is stored.
///
/// @param storage the kind that is stored
/// @param toStorage loses nothing
/// @param fromStorage undoes `toStorage`
public record Conversion<T extends ApiObject, S extends ApiObject>(
    Kind<S> storage, Function<T, S> toStorage, Function<S, T> fromStorage) {

  S store(T object) {
    return toStorage.apply(object);
  }

  T view(ApiObject stored) {
    return fromStorage.apply(storage.cast(stored));
  }
}
