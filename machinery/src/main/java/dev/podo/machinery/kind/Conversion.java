package dev.podo.machinery.kind;

import dev.podo.model.ApiObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a kind maps to what is stored: a kind that is a second view of a stored object, or one whose
/// stored objects may be of another day than its declaration.
///
/// @param storage the kind that is stored; null means the kind itself
/// @param toStorage loses nothing
/// @param fromStorage undoes `toStorage`
public record Conversion<T extends ApiObject, S extends ApiObject>(
    @Nullable Kind<S> storage, Function<T, S> toStorage, Function<S, T> fromStorage) {

  /// Of a kind that is stored as it is, but whose stored objects are not shown as they are.
  public static <T extends ApiObject> Conversion<T, T> ofReading(Function<T, T> fromStorage) {
    return new Conversion<>(null, Function.identity(), fromStorage);
  }

  S store(T object) {
    return toStorage.apply(object);
  }

  /// @param kind whose conversion this is
  @SuppressWarnings("unchecked") // Without another kind, S is T.
  T view(Kind<T> kind, ApiObject stored) {
    return fromStorage.apply(storage == null ? (S) kind.cast(stored) : storage.cast(stored));
  }
}
