package dev.podo.machinery.kind;

import dev.podo.model.ApiObject;
import dev.podo.model.autoscaling.v1.Scale;
import dev.podo.model.autoscaling.v1.ScaleSpec;
import dev.podo.model.autoscaling.v1.ScaleStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// How the `scale` subresource is read from an object and written to it.
///
/// @param replicas the number asked for
/// @param withReplicas the object asking for another number
/// @param statusReplicas the number observed
/// @param selector which Pods are counted, in the form of a label selector's text
/// @param path where the number asked for stands, by the names of the fields on the way
/// @param lack what is missing of an object that has no scale until one is written, else ""
public record ScaleMapping<T extends ApiObject>(
    ToIntFunction<T> replicas,
    WithReplicas<T> withReplicas,
    ToIntFunction<T> statusReplicas,
    Function<T, String> selector,
    List<String> path,
    Function<T, String> lack) {

  /// Of a kind that asks for the number in `spec.replicas`, as all built-in kinds do.
  public ScaleMapping(
      ToIntFunction<T> replicas,
      WithReplicas<T> withReplicas,
      ToIntFunction<T> statusReplicas,
      Function<T, String> selector) {
    this(
        replicas,
        withReplicas,
        statusReplicas,
        selector,
        List.of("spec", "replicas"),
        object -> "");
  }

  /// Makes the object that asks for a number of replicas.
  @FunctionalInterface
  public interface WithReplicas<T> {
    T apply(T object, int replicas);
  }

  /// The object's scale, under the object's own name, uid and resource version.
  public Scale read(T object) {
    var meta = object.metadata();
    return Scale.builder()
        .metadata(
            ObjectMeta.builder()
                .name(meta.name())
                .namespace(meta.namespace())
                .uid(meta.uid())
                .resourceVersion(meta.resourceVersion())
                .creationTimestamp(meta.creationTimestamp())
                .build())
        .spec(ScaleSpec.builder().replicas(replicas.applyAsInt(object)).build())
        .status(
            ScaleStatus.builder()
                .replicas(statusReplicas.applyAsInt(object))
                .selector(selector.apply(object))
                .build())
        .build();
  }

  /// The object with the number of replicas that the scale asks for.
  public T write(T object, Scale scale) {
    return withReplicas.apply(object, scale.spec().replicas());
  }
}
