package dev.podo.machinery.kind;

import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a kind demands of its objects on their way into the store. All of it is pure, and all of it
/// expects objects whose namespace and name are set already.
///
/// A write goes prepare, default, (admission, prepare,) default, validate: preparing and defaulting
/// twice changes nothing, so admission may change what it likes in between. `validateUpdate` and
/// `validateStatusUpdate` are complete: nobody calls [#validate] besides.
public interface Strategy<T extends ApiObject> {
  /// What came from outside (a body, the outcome of a patch, a webhook's answer) as an object of
  /// the kind may be: what a custom resource's schema does not know is taken out. Objects of
  /// built-in kinds are so as soon as they are decoded. Comes before everything else.
  ///
  /// @param strictness whether what was taken out is told: `unknown field "spec.x"`
  /// @throws dev.podo.machinery.errors.ApiException `BadRequest` if a part cannot be read
  default Decoded<T> conform(T object, Strictness strictness) {
    return new Decoded<>(object, List.of());
  }

  /// The object with every default filled in; defaulting twice changes nothing.
  default T defaults(T object) {
    return object;
  }

  /// What a new object may not bring along is dropped: status, generation.
  T prepareForCreate(T object);

  /// What an update may not touch is taken from the old object; the generation grows when the spec
  /// has changed.
  T prepareForUpdate(T now, T old);

  /// What an update of the status subresource may not touch is taken from the old object.
  default T prepareForStatusUpdate(T now, T old) {
    return prepareForUpdate(now, old);
  }

  /// What is wrong with a new object; metadata included.
  List<FieldError> validate(T object);

  /// What is wrong with a changed object, or with the change; metadata included.
  List<FieldError> validateUpdate(T now, T old);

  /// What is wrong with a changed status, or with the change; metadata included.
  default List<FieldError> validateStatusUpdate(T now, T old) {
    return validateUpdate(now, old);
  }

  /// As [#validateUpdate(ApiObject, ApiObject)]; what is let stand though it is wrong, because it
  /// was so before, is told.
  default List<FieldError> validateUpdate(T now, T old, Consumer<String> warnings) {
    return validateUpdate(now, old);
  }

  /// As [#validateStatusUpdate(ApiObject, ApiObject)], with warnings.
  default List<FieldError> validateStatusUpdate(T now, T old, Consumer<String> warnings) {
    return validateStatusUpdate(now, old);
  }

  /// Whether PUT of an object that does not exist makes it.
  default boolean createsOnUpdate() {
    return false;
  }

  /// Whether PUT may come without a resource version.
  default boolean allowsUnconditionalUpdate() {
    return true;
  }

  /// For how many seconds a deletion waits; 0 deletes at once.
  ///
  /// @param asked what the client asks for; null means that it leaves the choice to the object
  default long gracePeriod(T object, @Nullable Long asked) {
    return 0;
  }

  /// What is allowed but should be told to the client.
  default List<String> warnings(T object) {
    return List.of();
  }

  /// What is allowed but should be told to a client that changes an object.
  default List<String> updateWarnings(T now, T old) {
    return warnings(now);
  }
}
