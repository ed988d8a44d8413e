package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionList;
import java.util.List;

/// Definitions of kinds that users add.
public final class CustomResourceDefinitions {
  public static final String NAMES_ACCEPTED = "NamesAccepted";
  public static final String ESTABLISHED = "Established";
  public static final String TERMINATING = "Terminating";
  public static final String NON_STRUCTURAL_SCHEMA = "NonStructuralSchema";
  public static final String KUBERNETES_API_APPROVED = "KubernetesAPIApprovalPolicyConformant";

  /// Keeps a definition until all its objects are gone.
  public static final String CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  public static final Kind<CustomResourceDefinition> KIND =
      Kind.declare(
              new GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
              CustomResourceDefinitions::details)
          .shortNames("crd", "crds")
          .categories("api-extensions")
          .subresources(Subresource.STATUS)
          .build();

  private CustomResourceDefinitions() {}

  private static void details(KindBuilder<CustomResourceDefinition> kind) {
    kind.schema(CustomResourceDefinition.SCHEMA)
        .strategy(new CustomResourceDefinitionStrategy())
        .columns(List.of(Column.named(), Cells.createdAt()))
        .listedAs(
            CustomResourceDefinitionList.SCHEMA,
            (meta, items) ->
                CustomResourceDefinitionList.builder().metadata(meta).items(items).build());
  }

  /// Whether a condition of this type is `True`.
  public static boolean isTrue(CustomResourceDefinition definition, String condition) {
    return definition.status().conditions().stream()
        .anyMatch(it -> it.type().equals(condition) && it.status().equals("True"));
  }

  /// Why schemas of a definition are not structural, in upstream's words; empty if all are. Nothing
  /// like that can be written; it may have been stored before there was a rule.
  public static List<FieldError> nonStructural(CustomResourceDefinition definition) {
    var findings = new Findings();
    var spec = definition.spec();
    if (spec.preserveUnknownFields()) {
      findings.invalid(FieldPath.root("spec", "preserveUnknownFields"), true, "must be false");
    }
    for (var i = 0; i < spec.versions().size(); i++) {
      var schema = Leniency.schema(spec.versions().get(i));
      if (schema != null) {
        var at = FieldPath.root("spec", "versions").index(i).child("schema", "openAPIV3Schema");
        SchemaRules.checkStructure(schema, at, Leniency.NONE, findings);
      }
    }
    return findings.errors();
  }
}
