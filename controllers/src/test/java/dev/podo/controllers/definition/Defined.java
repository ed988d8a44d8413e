package dev.podo.controllers.definition;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.controllers.engine.Samples;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionStatus;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Definitions and custom resources for tests.
public final class Defined {
  public static final String GROUP = "example.com";

  private Defined() {}

  /// Creates an established definition of a namespaced kind.
  ///
  /// @return the kind that it declares
  @SuppressWarnings("unchecked") // it is of custom resources
  public static Kind<DynamicObject> create(Api api, String plural, String kind) {
    var made =
        api.create(
            CustomResourceDefinitions.KIND, definition(plural, kind), WriteOptions.defaults());
    var established = made.withStatus(status(made.spec().names()));
    var done =
        api.updateStatus(CustomResourceDefinitions.KIND, established, WriteOptions.defaults());
    return (Kind<DynamicObject>) Definitions.kinds(List.of(done)).getFirst();
  }

  /// @param served versions; the first one is stored
  static CustomResourceDefinition definition(String plural, String kind, String... served) {
    var names =
        CustomResourceDefinitionNames.builder()
            .plural(plural)
            .singular(plural)
            .kind(kind)
            .listKind(kind + "List")
            .build();
    var spec =
        CustomResourceDefinitionSpec.builder()
            .group(GROUP)
            .names(names)
            .scope("Namespaced")
            .versions(versions(served.length == 0 ? new String[] {"v1"} : served))
            .build();
    return CustomResourceDefinition.builder()
        .metadata(ObjectMeta.builder().name(plural + "." + GROUP).uid("uid of " + plural).build())
        .spec(spec)
        .status(status(names))
        .build();
  }

  private static List<CustomResourceDefinitionVersion> versions(String... names) {
    var out = new ArrayList<CustomResourceDefinitionVersion>();
    for (var name : names) {
      out.add(
          CustomResourceDefinitionVersion.builder()
              .name(name)
              .served(true)
              .storage(out.isEmpty())
              .build());
    }
    return out;
  }

  private static CustomResourceDefinitionStatus status(CustomResourceDefinitionNames names) {
    var established =
        CustomResourceDefinitionCondition.builder()
            .type(CustomResourceDefinitions.ESTABLISHED)
            .status("True")
            .build();
    return CustomResourceDefinitionStatus.builder()
        .acceptedNames(names)
        .conditions(List.of(established))
        .build();
  }

  public static DynamicObject object(Kind<?> kind, String name) {
    return DynamicObject.of(kind.apiVersion(), kind.kind(), Samples.named(name), Map.of());
  }
}
