package dev.podo.machinery.kind;

import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;

/// Of a kind whose objects are questions or commands: they are answered, never kept, and whoever
/// answers them says what is wrong with them.
record Unstored<T extends ApiObject>() implements Strategy<T> {
  @Override
  public T prepareForCreate(T object) {
    return object;
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    return now;
  }

  @Override
  public List<FieldError> validate(T object) {
    return List.of();
  }

  @Override
  public List<FieldError> validateUpdate(T now, T old) {
    return List.of();
  }
}
