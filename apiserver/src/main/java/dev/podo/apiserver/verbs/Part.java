package dev.podo.apiserver.verbs;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.PartRules;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which part of an object a write may touch, and what must hold of it.
interface Part<T extends ApiObject> {
  /// "" for the object itself.
  String subresource();

  /// What this part may not touch is taken from the old object.
  T prepare(T now, T old);

  /// @param warnings takes what is let stand though it is wrong
  List<FieldError> validate(T now, T old, Consumer<String> warnings);

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
      public List<FieldError> validate(T now, T old, Consumer<String> warnings) {
        return kind.strategy().validateUpdate(now, old, warnings);
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
      public List<FieldError> validate(T now, T old, Consumer<String> warnings) {
        return kind.strategy().validateStatusUpdate(now, old, warnings);
      }
    };
  }

  /// What a subresource of the kind's own may change; null if it is not one of that sort.
  static <T extends ApiObject> @Nullable Part<T> named(Kind<T> kind, String subresource) {
    var rules = kind.part(subresource);
    return rules == null ? null : new Named<>(subresource, rules);
  }

  /// As the kind declares it.
  record Named<T extends ApiObject>(String subresource, PartRules<T> rules) implements Part<T> {
    @Override
    public T prepare(T now, T old) {
      return rules.prepare().apply(now, old);
    }

    @Override
    public List<FieldError> validate(T now, T old, Consumer<String> warnings) {
      return rules.validate().apply(now, old);
    }
  }
}
