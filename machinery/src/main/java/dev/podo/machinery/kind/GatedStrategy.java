package dev.podo.machinery.kind;

import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A kind's strategy, to which no field comes whose feature is switched off.
record GatedStrategy<T extends ApiObject>(Strategy<T> rules, List<GatedFields> gates)
    implements Strategy<T> {

  static <T extends ApiObject> T dropped(List<GatedFields> gates, T now, @Nullable T old) {
    var rest = now;
    for (var gate : gates) {
      rest = gate.dropped(rest, old);
    }
    return rest;
  }

  @Override
  public Decoded<T> conform(T object, Strictness strictness) {
    return rules.conform(object, strictness);
  }

  @Override
  public T defaults(T object) {
    return rules.defaults(object);
  }

  @Override
  public T prepareForCreate(T object) {
    return rules.prepareForCreate(dropped(gates, object, null));
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    return rules.prepareForUpdate(dropped(gates, now, old), old);
  }

  @Override
  public T prepareForStatusUpdate(T now, T old) {
    return rules.prepareForStatusUpdate(dropped(gates, now, old), old);
  }

  @Override
  public List<FieldError> validate(T object) {
    return rules.validate(object);
  }

  @Override
  public List<FieldError> validateUpdate(T now, T old) {
    return rules.validateUpdate(now, old);
  }

  @Override
  public List<FieldError> validateStatusUpdate(T now, T old) {
    return rules.validateStatusUpdate(now, old);
  }

  @Override
  public List<FieldError> validateUpdate(T now, T old, Consumer<String> warnings) {
    return rules.validateUpdate(now, old, warnings);
  }

  @Override
  public List<FieldError> validateStatusUpdate(T now, T old, Consumer<String> warnings) {
    return rules.validateStatusUpdate(now, old, warnings);
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
  public long gracePeriod(T object, @Nullable Long asked) {
    return rules.gracePeriod(object, asked);
  }

  @Override
  public List<String> warnings(T object) {
    return rules.warnings(object);
  }

  @Override
  public List<String> updateWarnings(T now, T old) {
    return rules.updateWarnings(now, old);
  }
}
