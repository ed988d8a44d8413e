package dev.podo.machinery.custom;

import dev.podo.machinery.apply.SchemaShapes;
import dev.podo.machinery.apply.Shape;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import org.jspecify.annotations.Nullable;

/// One version of a definition: what its schema says, compiled when first needed.
final class CustomVersion {
  private final CustomResourceDefinition definition;
  private final CustomResourceDefinitionVersion version;
  private final Versions versions;
  private volatile @Nullable Shape shape;
  private volatile @Nullable CustomStrategy strategy;

  CustomVersion(
      CustomResourceDefinition definition,
      CustomResourceDefinitionVersion version,
      Versions versions) {
    this.definition = definition;
    this.version = version;
    this.versions = versions;
  }

  String apiVersion() {
    return definition.spec().group() + "/" + version.name();
  }

  Shape shape() {
    var known = shape;
    if (known == null) {
      var props = props();
      known = SchemaShapes.ofObject(props == null ? null : Trees.of(props));
      shape = known;
    }
    return known;
  }

  /// The schema as it is stated; null if there is none.
  @Nullable JSONSchemaProps props() {
    var validation = version.schema_();
    return validation == null ? null : validation.openAPIV3Schema();
  }

  CustomStrategy strategy() {
    var known = strategy;
    if (known == null) {
      var props = props();
      var schema = props == null ? StructuralSchema.ANYTHING : StructuralSchema.of(props);
      known = new CustomStrategy(definition, version, versions, schema);
      strategy = known;
    }
    return known;
  }

  void describe(KindBuilder<DynamicObject> kind) {
    CustomKinds.listed(kind, apiVersion(), CustomKinds.names(definition).listKind());
    kind.strategy(strategy()).columns(CustomColumns.of(version.additionalPrinterColumns()));
    for (var field : version.selectableFields()) {
      var path = Paths.split(field.jsonPath());
      kind.selectable(String.join(".", path), object -> Paths.shown(object, path));
    }
    var parts = version.subresources();
    if (parts != null && parts.scale() != null) {
      kind.scale(CustomScale.of(parts.scale()));
    }
  }

  /// A stored object of this version, with what defaults have come since.
  DynamicObject read(DynamicObject stored) {
    return strategy().defaults(pruned(stored));
  }

  /// The object without what this version does not know.
  DynamicObject pruned(DynamicObject object) {
    return strategy().conform(object, Strictness.IGNORE).value();
  }
}
