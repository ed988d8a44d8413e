package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.PersistentVolume;
import dev.podo.model.core.v1.PersistentVolumeList;
import java.util.List;

/// Storage that outlives Pods.
public final class PersistentVolumes {
  public static final String PENDING = "Pending";
  public static final String AVAILABLE = "Available";
  public static final String BOUND = "Bound";
  public static final String RELEASED = "Released";
  public static final String FAILED = "Failed";
  public static final String RETAIN = "Retain";
  public static final String DELETE = "Delete";
  public static final String RECYCLE = "Recycle";

  /// Where a volume said how it is mounted before there was a field for it.
  static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";

  public static final Kind<PersistentVolume> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "PersistentVolume"), PersistentVolumes::details)
          .shortNames("pv")
          .subresources(Subresource.STATUS)
          .build();

  private PersistentVolumes() {}

  private static void details(KindBuilder<PersistentVolume> kind) {
    kind.schema(PersistentVolume.SCHEMA)
        .strategy(new PersistentVolumeStrategy())
        .columns(columns())
        .listedAs(
            PersistentVolumeList.SCHEMA,
            (meta, items) -> PersistentVolumeList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<PersistentVolume>> columns() {
    return List.of(
        Column.named(),
        Column.text(
            "Capacity", "How much it holds.", it -> AccessModes.storage(it.spec().capacity())),
        Column.text(
            "Access Modes",
            "How it can be mounted.",
            it -> AccessModes.format(it.spec().accessModes())),
        Column.text(
            "Reclaim Policy",
            "What becomes of it when its claim is gone.",
            it -> it.spec().persistentVolumeReclaimPolicy()),
        Column.text("Status", "Whether it is bound to a claim.", PersistentVolumes::status),
        Column.text("Claim", "The claim that it is bound to.", PersistentVolumes::claim),
        Column.text("StorageClass", "Its class of storage.", PersistentVolumes::className),
        Column.text(
            "VolumeAttributesClass",
            "The class of its attributes.",
            it -> Default.value(it.spec().volumeAttributesClassName(), AccessModes.UNSET)),
        Column.text("Reason", "Why its status is what it is.", it -> it.status().reason()),
        Cells.age(),
        Column.<PersistentVolume>text(
                "VolumeMode",
                "Whether it is a file system or a block device.",
                it -> Default.value(it.spec().volumeMode(), AccessModes.UNSET))
            .wide());
  }

  private static String status(PersistentVolume volume) {
    return volume.metadata().deletionTimestamp() == null ? volume.status().phase() : "Terminating";
  }

  private static String claim(PersistentVolume volume) {
    var claim = volume.spec().claimRef();
    return claim == null ? "" : claim.namespace() + "/" + claim.name();
  }

  /// Its class of storage; "" if it has none.
  public static String className(PersistentVolume volume) {
    var annotated = volume.metadata().annotations().get(PersistentVolumeClaims.CLASS_ANNOTATION);
    return annotated == null ? volume.spec().storageClassName() : annotated;
  }
}
