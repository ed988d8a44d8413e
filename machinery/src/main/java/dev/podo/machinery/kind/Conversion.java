package dev.podo.machinery.kind;

import dev.podo.model.ApiObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a kind maps to what is stored: a kind that is a second view of a stored object, or one whose
/// stored objects may be of another day than its declaration.
///
/// @param storage the kind that is stored; null means the kind itself
/// @param toStorage loses nothing
/// @param fromStorage undoes `toStorage`, for many objects at once, in their order
/// @param waits whether it asks somebody outside of this process, and waits for the answer
public record Conversion<T extends ApiObject, S extends ApiObject>(
    @Nullable Kind<S> storage,
    Function<T, S> toStorage,
    Function<List<S>, List<T>> fromStorage,
    boolean waits) {

  /// One that is a matter of a moment.
  public Conversion(
      @Nullable Kind<S> storage, Function<T, S> toStorage, Function<S, T> fromStorage) {
    this(storage, toStorage, objects -> objects.stream().map(fromStorage).toList(), false);
  }

  /// Of a kind that is stored as it is, but whose stored objects are not shown as they are.
  public static <T extends ApiObject> Conversion<T, T> ofReading(Function<T, T> fromStorage) {
    return new Conversion<>(null, Function.identity(), fromStorage);
  }

  S store(T object) {
    return toStorage.apply(object);
  }

  /// @param kind whose conversion this is
  List<T> views(Kind<T> kind, List<? extends ApiObject> stored) {
    return fromStorage.apply(stored.stream().map(object -> cast(kind, object)).toList());
  }

  @SuppressWarnings("unchecked") // Without another kind, S is T.
  private S cast(Kind<T> kind, ApiObject stored) {
    return storage == null ? (S) kind.cast(stored) : storage.cast(stored);
  }
}
