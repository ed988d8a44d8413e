package dev.podo.machinery.custom;

import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.ScaleMapping;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scale of custom resources, whose definition says where the numbers are.
final class CustomScale {
  private CustomScale() {}

  static ScaleMapping<DynamicObject> of(CustomResourceSubresourceScale scale) {
    var spec = Paths.split(scale.specReplicasPath());
    var status = Paths.split(scale.statusReplicasPath());
    var selector = scale.labelSelectorPath();
    var selectorPath = selector == null ? List.<String>of() : Paths.split(selector);
    return new ScaleMapping<>(
        object -> replicas(object, spec, scale.specReplicasPath()),
        (object, replicas) -> with(object, spec, replicas),
        object -> Paths.get(object, status) instanceof Long number ? number.intValue() : 0,
        object ->
            !selectorPath.isEmpty() && Paths.get(object, selectorPath) instanceof String text
                ? text
                : "",
        spec);
  }

  private static int replicas(DynamicObject object, List<String> path, String shown) {
    return switch (Paths.get(object, path)) {
      case Long number -> number.intValue();
      case null ->
          throw ApiErrors.internal("the spec replicas field \"" + shown + "\" does not exist");
      default -> 0;
    };
  }

  private static DynamicObject with(DynamicObject object, List<String> path, long replicas) {
    @Nullable Object content = Trees.set(object.content(), replicas, path.toArray(String[]::new));
    return object.withContent(Trees.asMap(content));
  }
}
