package dev.podo.machinery.kinds.metadata;

import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What the strategies of kinds share whose `spec` is the users' and whose `status` is written
/// through the status subresource only.
///
/// @param <S> the spec
/// @param <U> the status
public abstract class StatusStrategy<T extends ApiObject, S, U> extends ObjectStrategy<T> {
  private final Parts<T, S, U> parts;
  private final boolean counted;

  /// How the parts of an object are read and replaced.
  ///
  /// @param noStatus the status of a new object
  public record Parts<T, S, U>(
      BiFunction<T, ObjectMeta, T> withMetadata,
      Function<T, S> spec,
      BiFunction<T, S, T> withSpec,
      Function<T, U> status,
      BiFunction<T, U, T> withStatus,
      U noStatus) {}

  /// Of a kind that counts the generations of its spec.
  protected StatusStrategy(MetadataRules metadata, Parts<T, S, U> parts) {
    this(metadata, parts, true);
  }

  /// @param counted whether the kind counts the generations of its spec
  protected StatusStrategy(MetadataRules metadata, Parts<T, S, U> parts, boolean counted) {
    super(metadata, parts.withMetadata());
    this.parts = parts;
    this.counted = counted;
  }

  @Override
  public T prepareForCreate(T object) {
    var metadata =
        counted
            ? SystemMetadata.first(object.metadata())
            : SystemMetadata.uncounted(object.metadata());
    return parts.withStatus().apply(parts.withMetadata().apply(object, metadata), parts.noStatus());
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    var changed = counted && isChanged(defaults(now), old);
    var metadata = SystemMetadata.next(now.metadata(), old.metadata(), changed);
    return parts
        .withStatus()
        .apply(parts.withMetadata().apply(now, metadata), parts.status().apply(old));
  }

  /// Whether the desired state has changed; `now` has its defaults.
  protected boolean isChanged(T now, T old) {
    return !parts.spec().apply(now).equals(parts.spec().apply(old));
  }

  /// Whether who writes the status leaves labels, annotations and the like as they are.
  protected boolean statusKeepsMetadata() {
    return false;
  }

  @Override
  public T prepareForStatusUpdate(T now, T old) {
    var metadata =
        statusKeepsMetadata()
            ? SystemMetadata.ofPart(now.metadata(), old.metadata(), false)
            : SystemMetadata.next(now.metadata(), old.metadata(), false);
    return parts
        .withSpec()
        .apply(parts.withMetadata().apply(now, metadata), parts.spec().apply(old));
  }
}
