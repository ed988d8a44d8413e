package dev.podo.machinery.custom;

import dev.podo.machinery.apply.SchemaShapes;
import dev.podo.machinery.apply.Shape;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a definition: what its schema says, compiled when first needed.
final class CustomVersion {
  private final CustomResourceDefinition definition;
  private final CustomResourceDefinitionVersion version;
  private final Versions versions;
  private volatile @Nullable Shape shape;

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
      var validation = version.schema_();
      var schema = validation == null ? null : validation.openAPIV3Schema();
      known = SchemaShapes.ofObject(schema == null ? null : Trees.of(schema));
      shape = known;
    }
    return known;
  }

  void describe(KindBuilder<DynamicObject> kind) {
    CustomKinds.listed(kind, apiVersion(), CustomKinds.names(definition).listKind());
    kind.strategy(new CustomStrategy(definition, version, versions))
        .columns(List.of(Column.named(), Cells.age()));
  }

  /// A stored object of this version, with what defaults have come since.
  DynamicObject read(DynamicObject stored) {
    return stored;
  }

  /// The object without what this version does not know.
  DynamicObject pruned(DynamicObject object) {
    return object;
  }
}
