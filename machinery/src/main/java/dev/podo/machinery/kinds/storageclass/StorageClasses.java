package dev.podo.machinery.kinds.storageclass;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.persistentvolume.PersistentVolumes;
import dev.podo.machinery.table.Cells;
import dev.podo.model.storage.v1.StorageClass;
import dev.podo.model.storage.v1.StorageClassList;
import java.util.List;

/// Kinds of storage that claims may ask for.
public final class StorageClasses {
  public static final String GROUP = "storage.k8s.io";
  public static final String IMMEDIATE = "Immediate";
  public static final String WAIT_FOR_FIRST_CONSUMER = "WaitForFirstConsumer";

  /// The class that claims get that name none.
  public static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private static final String OLD_DEFAULT_CLASS =
      "storageclass.beta.kubernetes.io/is-default-class";

  public static final Kind<StorageClass> KIND =
      Kind.declare(new GroupVersionKind(GROUP, "v1", "StorageClass"), StorageClasses::details)
          .plural("storageclasses")
          .shortNames("sc")
          .build();

  private StorageClasses() {}

  private static void details(KindBuilder<StorageClass> kind) {
    kind.schema(StorageClass.SCHEMA)
        .strategy(new StorageClassStrategy())
        .columns(columns())
        .listedAs(
            StorageClassList.SCHEMA,
            (meta, items) -> StorageClassList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<StorageClass>> columns() {
    return List.of(
        Column.named(it -> it.metadata().name() + (isDefault(it) ? " (default)" : "")),
        Column.text("Provisioner", "Who makes its volumes.", StorageClass::provisioner),
        Column.text(
            "ReclaimPolicy",
            "What becomes of volumes whose claim is gone.",
            it -> Default.value(it.reclaimPolicy(), PersistentVolumes.DELETE)),
        Column.text(
            "VolumeBindingMode",
            "When volumes are made.",
            it -> Default.value(it.volumeBindingMode(), IMMEDIATE)),
        new Column<>(
            "AllowVolumeExpansion",
            "string",
            "",
            "Whether volumes may grow.",
            0,
            (it, now) -> Boolean.TRUE.equals(it.allowVolumeExpansion())),
        Cells.age());
  }

  /// Whether claims get it that name no class.
  public static boolean isDefault(StorageClass storage) {
    var annotations = storage.metadata().annotations();
    return "true".equals(annotations.get(DEFAULT_CLASS))
        || "true".equals(annotations.get(OLD_DEFAULT_CLASS));
  }
}
