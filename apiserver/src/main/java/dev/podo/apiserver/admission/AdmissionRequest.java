package dev.podo.apiserver.admission;

import dev.podo.apiserver.request.Call;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import org.jspecify.annotations.Nullable;

/// A write that asks to be admitted.
///
/// @param object as it is to be; null for a deletion
/// @param old as it is; null for a creation
public record AdmissionRequest<T extends ApiObject>(
    Operation operation,
    Kind<T> kind,
    Place place,
    @Nullable T object,
    @Nullable T old,
    Call call) {

  /// What is done.
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }

  /// Where it is done.
  ///
  /// @param subresource "" for the object itself
  public record Place(String namespace, String name, String subresource) {}

  public AdmissionRequest<T> withObject(T value) {
    return new AdmissionRequest<>(operation, kind, place, value, old, call);
  }

  boolean isCreationOf(Kind<?> other) {
    return operation == Operation.CREATE && kind.equals(other) && place.subresource().isEmpty();
  }
}
