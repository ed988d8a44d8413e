package dev.podo.machinery.kind;

import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;

/// What holds for a subresource that carries the object itself and is neither the whole nor the
/// status: which part of the object it may change, and how. Pure.
///
/// @param prepare the new object with all that this part may not touch taken from the old one
/// @param validate what is wrong with the changed object, or with the change; metadata included
public record PartRules<T extends ApiObject>(Prepare<T> prepare, Validate<T> validate) {
  /// Preparing twice changes nothing.
  @FunctionalInterface
  public interface Prepare<T> {
    T apply(T now, T old);
  }

  /// Complete: nobody validates besides.
  @FunctionalInterface
  public interface Validate<T> {
    List<FieldError> apply(T now, T old);
  }
}
