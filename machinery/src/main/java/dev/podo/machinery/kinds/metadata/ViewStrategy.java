package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.function.Function;

/// The strategy of a kind that is a second view of another: that of the other, through both
/// conversions. So errors name the fields of the stored form, as upstream's do.
///
/// @param rules of the stored kind
/// @param toStorage loses nothing
/// @param fromStorage undoes it
public record ViewStrategy<T extends ApiObject, S extends ApiObject>(
    Strategy<S> rules, Function<T, S> toStorage, Function<S, T> fromStorage)
    implements Strategy<T> {

  @Override
  public T defaults(T object) {
    return fromStorage.apply(rules.defaults(toStorage.apply(object)));
  }

  @Override
  public T prepareForCreate(T object) {
    return fromStorage.apply(rules.prepareForCreate(toStorage.apply(object)));
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    return fromStorage.apply(rules.prepareForUpdate(toStorage.apply(now), toStorage.apply(old)));
  }

  @Override
  public T prepareForStatusUpdate(T now, T old) {
    return fromStorage.apply(
        rules.prepareForStatusUpdate(toStorage.apply(now), toStorage.apply(old)));
  }

  @Override
  public List<FieldError> validate(T object) {
    return rules.validate(toStorage.apply(object));
  }

  @Override
  public List<FieldError> validateUpdate(T now, T old) {
    return rules.validateUpdate(toStorage.apply(now), toStorage.apply(old));
  }

  @Override
  public List<FieldError> validateStatusUpdate(T now, T old) {
    return rules.validateStatusUpdate(toStorage.apply(now), toStorage.apply(old));
  }

  @Override
  public boolean createsOnUpdate() {
    return rules.createsOnUpdate();
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return rules.allowsUnconditionalUpdate();
  }

  @Override
  public List<String> warnings(T object) {
    return rules.warnings(toStorage.apply(object));
  }

  @Override
  public List<String> updateWarnings(T now, T old) {
    return rules.updateWarnings(toStorage.apply(now), toStorage.apply(old));
  }
}
