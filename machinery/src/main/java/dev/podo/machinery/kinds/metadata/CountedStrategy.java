package dev.podo.machinery.kinds.metadata;

import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What the strategies of kinds share that have no status and count the generations of what is
/// desired.
public abstract class CountedStrategy<T extends ApiObject> extends ObjectStrategy<T> {
  private final BiFunction<T, ObjectMeta, T> withMetadata;
  private final Function<T, ?> desired;

  /// @param desired the part of an object that makes a new generation when it changes
  protected CountedStrategy(
      MetadataRules metadata, BiFunction<T, ObjectMeta, T> withMetadata, Function<T, ?> desired) {
    super(metadata, withMetadata);
    this.withMetadata = withMetadata;
    this.desired = desired;
  }

  @Override
  public T prepareForCreate(T object) {
    return withMetadata.apply(object, SystemMetadata.first(object.metadata()));
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    var changed = !desired.apply(defaults(now)).equals(desired.apply(old));
    return withMetadata.apply(now, SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }
}
