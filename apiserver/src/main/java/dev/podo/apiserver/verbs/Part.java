package dev.podo.apiserver.verbs;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;

/// Which part of an object a write may touch, and what must hold of it.
interface Part<T extends ApiObject> {
  /// "" for the object itself.
  String subresource();

  /// What this part may not touch is taken from the old object.
  T prepare(T now, T old);

  List<FieldError> validate(T now, T old);

  /// Warnings for the client.
  default List<String> warnings(T now, T old) {
    return List.of();
  }

  /// All but the status.
  static <T extends ApiObject> Part<T> main(Kind<T> kind) {
    return new Part<>() {
      @Override
      public String subresource() {
        return "";
      }

      @Override
      public T prepare(T now, T old) {
        return kind.strategy().prepareForUpdate(now, old);
      }

      @Override
      public List<FieldError> validate(T now, T old) {
        return kind.strategy().validateUpdate(now, old);
      }

      @Override
      public List<String> warnings(T now, T old) {
        return kind.strategy().updateWarnings(now, old);
      }
    };
  }

  static <T extends ApiObject> Part<T> status(Kind<T> kind) {
    return new Part<>() {
      @Override
      public String subresource() {
        return "status";
      }

      @Override
      public T prepare(T now, T old) {
        return kind.strategy().prepareForStatusUpdate(now, old);
      }

      @Override
      public List<FieldError> validate(T now, T old) {
        return kind.strategy().validateStatusUpdate(now, old);
      }
    };
  }
}
