package dev.podo.machinery.custom;

import dev.podo.machinery.dynamic.DynamicObject;
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
    var lack = "the spec replicas field \"" + scale.specReplicasPath() + "\" does not exist";
    return new ScaleMapping<>(
        object -> Paths.get(object, spec) instanceof Long number ? number.intValue() : 0,
        (object, replicas) -> with(object, spec, replicas),
        object -> Paths.get(object, status) instanceof Long number ? number.intValue() : 0,
        object ->
            !selectorPath.isEmpty() && Paths.get(object, selectorPath) instanceof String text
                ? text
                : "",
        spec,
        object -> Paths.get(object, spec) == null ? lack : "");
  }

  private static DynamicObject with(DynamicObject object, List<String> path, long replicas) {
    @Nullable Object content = Trees.set(object.content(), replicas, path.toArray(String[]::new));
    return object.withContent(Trees.asMap(content));
  }
}
