package dev.podo.machinery.kinds.persistentvolumeclaim;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.table.Cells;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.PersistentVolumeClaimList;
import dev.podo.model.core.v1.PersistentVolumeClaimSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Requests for storage that outlives Pods.
public final class PersistentVolumeClaims {
  public static final String PENDING = "Pending";
  public static final String BOUND = "Bound";
  public static final String LOST = "Lost";

  /// Where a claim named its class before there was a field for it.
  public static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

  /// What to say of that annotation.
  public static final String CLASS_WARNING =
      "metadata.annotations["
          + CLASS_ANNOTATION
          + "]: deprecated since v1.8; use \"storageClassName\" attribute instead";

  public static final Kind<PersistentVolumeClaim> KIND =
      Kind.declare(
              new GroupVersionKind("", "v1", "PersistentVolumeClaim"),
              PersistentVolumeClaims::details)
          .namespaced()
          .shortNames("pvc")
          .subresources(Subresource.STATUS)
          .build();

  private PersistentVolumeClaims() {}

  private static void details(KindBuilder<PersistentVolumeClaim> kind) {
    kind.schema(PersistentVolumeClaim.SCHEMA)
        .strategy(new PersistentVolumeClaimStrategy())
        .columns(columns())
        .listedAs(
            PersistentVolumeClaimList.SCHEMA,
            (meta, items) ->
                PersistentVolumeClaimList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<PersistentVolumeClaim>> columns() {
    return List.of(
        Column.named(),
        Column.text("Status", "Whether it is bound to a volume.", PersistentVolumeClaims::status),
        Column.text("Volume", "The volume that it is bound to.", it -> it.spec().volumeName()),
        Column.text("Capacity", "How much the volume holds.", PersistentVolumeClaims::capacity),
        Column.text(
            "Access Modes",
            "How the volume can be mounted.",
            it -> isGiven(it) ? AccessModes.format(it.status().accessModes()) : ""),
        Column.text(
            "StorageClass", "The class of storage asked for.", PersistentVolumeClaims::className),
        Column.text(
            "VolumeAttributesClass",
            "The class of attributes asked for.",
            it -> Default.value(it.spec().volumeAttributesClassName(), AccessModes.UNSET)),
        Cells.age(),
        Column.<PersistentVolumeClaim>text(
                "VolumeMode",
                "Whether it is a file system or a block device.",
                it -> Default.value(it.spec().volumeMode(), AccessModes.UNSET))
            .wide());
  }

  private static String status(PersistentVolumeClaim claim) {
    return claim.metadata().deletionTimestamp() == null ? claim.status().phase() : "Terminating";
  }

  private static boolean isGiven(PersistentVolumeClaim claim) {
    return !claim.spec().volumeName().isEmpty();
  }

  private static String capacity(PersistentVolumeClaim claim) {
    return isGiven(claim) ? AccessModes.storage(claim.status().capacity()) : "";
  }

  /// The class of storage that the claim asks for; "" if it asks for none.
  public static String className(PersistentVolumeClaim claim) {
    var annotated = claim.metadata().annotations().get(CLASS_ANNOTATION);
    return annotated == null ? Default.value(claim.spec().storageClassName(), "") : annotated;
  }

  /// A claim within another object, with every default filled in.
  public static PersistentVolumeClaim defaults(PersistentVolumeClaim claim) {
    var spec = claim.spec();
    return claim
        .withSpec(
            spec.with(b ->
                b.volumeMode(Default.value(spec.volumeMode(), AccessModes.FILESYSTEM))
                    .resources(
                        spec.resources()
                            .with(r ->
                                r.limits(ResourceLists.rounded(spec.resources().limits()))
                                    .requests(
                                        ResourceLists.rounded(spec.resources().requests()))))))
        .withStatus(
            claim.status().with(b -> b.phase(Default.text(claim.status().phase(), PENDING))));
  }

  /// What the spec of a claim must obey, also within another object.
  public static void checkSpec(PersistentVolumeClaimSpec spec, FieldPath at, Findings findings) {
    ClaimRules.check(spec, at, findings);
  }

  /// What should be told to whoever writes the spec of a claim, also within another object.
  public static void addWarnings(
      PersistentVolumeClaimSpec spec, FieldPath at, List<String> warnings) {
    addFraction(spec.resources().requests(), at.child("resources", "requests"), warnings);
    addFraction(spec.resources().limits(), at.child("resources", "limits"), warnings);
  }

  private static void addFraction(
      Map<String, Quantity> amounts, FieldPath at, List<String> warnings) {
    var amount = amounts.get(ResourceLists.STORAGE);
    if (amount != null && amount.amount().remainder(BigDecimal.ONE).signum() != 0) {
      warnings.add(
          at.key(ResourceLists.STORAGE)
              + ": fractional byte value \""
              + amount
              + "\" is invalid, must be an integer");
    }
  }
}
