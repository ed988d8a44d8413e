package dev.podo.machinery.kinds.namespace;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.PartRules;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceList;
import java.util.List;

/// Where the names of objects lie.
public final class Namespaces {
  public static final String ACTIVE = "Active";
  public static final String TERMINATING = "Terminating";

  /// What keeps a namespace until its content is gone.
  public static final String FINALIZER = "kubernetes";

  /// The label that makes namespaces selectable by name.
  public static final String NAME_LABEL = "kubernetes.io/metadata.name";

  /// Removes finalizers of `spec`.
  public static final Subresource FINALIZE = Subresource.ofSelf("finalize", "update");

  private static final List<Column<Namespace>> COLUMNS =
      List.of(
          Column.named(),
          Column.text(
              "Status",
              "Whether the namespace is in use or on its way out.",
              namespace -> namespace.status().phase()),
          Cells.age());

  public static final Kind<Namespace> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Namespace"), Namespace.SCHEMA)
          .shortNames("ns")
          .without("deletecollection")
          .subresources(FINALIZE, Subresource.STATUS)
          .part(
              FINALIZE.name(),
              new PartRules<>(Namespaces::prepareForFinalize, Namespaces::validateFinalize))
          .strategy(new NamespaceStrategy())
          .columns(COLUMNS)
          .selectable("status.phase", namespace -> namespace.status().phase())
          .selectable("name", namespace -> namespace.metadata().name())
          .listedAs(
              NamespaceList.SCHEMA,
              (meta, items) -> NamespaceList.builder().metadata(meta).items(items).build())
          .build();

  private Namespaces() {}

  public static boolean isTerminating(Namespace namespace) {
    return namespace.metadata().deletionTimestamp() != null
        || namespace.status().phase().equals(TERMINATING);
  }

  /// What an update through `finalize` may change: only the finalizers of the spec.
  public static Namespace prepareForFinalize(Namespace now, Namespace old) {
    return old.withMetadata(SystemMetadata.ofPart(now.metadata(), old.metadata(), false))
        .withSpec(now.spec());
  }

  /// What is wrong with an update through `finalize`.
  public static List<FieldError> validateFinalize(Namespace now, Namespace old) {
    var findings = new Findings();
    NamespaceStrategy.RULES.checkUpdate(
        now.metadata(), old.metadata(), FieldPath.root("metadata"), findings);
    checkFinalizers(now, findings);
    return findings.errors();
  }

  static void checkFinalizers(Namespace namespace, Findings findings) {
    var finalizers = namespace.spec().finalizers();
    for (var i = 0; i < finalizers.size(); i++) {
      MetadataRules.checkFinalizer(
          finalizers.get(i), FieldPath.root("spec", "finalizers").index(i), findings);
    }
  }
}
