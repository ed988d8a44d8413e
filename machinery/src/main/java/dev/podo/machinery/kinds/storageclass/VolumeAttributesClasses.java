package dev.podo.machinery.kinds.storageclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.storage.v1.VolumeAttributesClass;
import dev.podo.model.storage.v1.VolumeAttributesClassList;
import java.util.List;
import java.util.Locale;

/// Attributes of volumes that may change while the volumes are in use.
public final class VolumeAttributesClasses {
  public static final Kind<VolumeAttributesClass> KIND =
      Kind.declare(
              new GroupVersionKind(StorageClasses.GROUP, "v1", "VolumeAttributesClass"),
              VolumeAttributesClasses::details)
          .plural("volumeattributesclasses")
          .shortNames("vac")
          .build();

  private VolumeAttributesClasses() {}

  private static void details(KindBuilder<VolumeAttributesClass> kind) {
    kind.schema(VolumeAttributesClass.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "DriverName", "Who changes the volumes.", VolumeAttributesClass::driverName),
                Cells.age()))
        .listedAs(
            VolumeAttributesClassList.SCHEMA,
            (meta, items) ->
                VolumeAttributesClassList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<VolumeAttributesClass> {
    private static final FieldPath DRIVER = FieldPath.root("driverName");
    private static final FieldPath PARAMETERS = FieldPath.root("parameters");

    Rules() {
      super(ofCluster(), VolumeAttributesClass::withMetadata);
    }

    @Override
    protected void check(VolumeAttributesClass attributes, Findings findings) {
      if (findings.requireText(attributes.driverName(), DRIVER)) {
        findings.invalidFor(
            DRIVER,
            attributes.driverName(),
            Names.qualifiedName(attributes.driverName().toLowerCase(Locale.ROOT)));
      }
      if (attributes.parameters().isEmpty()) {
        findings.required(PARAMETERS, "must contain at least one key/value pair");
      }
      ClassParameters.check(attributes.parameters(), PARAMETERS, findings);
    }

    @Override
    protected void checkUpdate(
        VolumeAttributesClass now, VolumeAttributesClass old, Findings findings) {
      if (!now.driverName().equals(old.driverName())) {
        findings.forbidden(DRIVER, "updates to driverName are forbidden.");
      }
      if (!now.parameters().equals(old.parameters())) {
        findings.forbidden(PARAMETERS, "updates to parameters are forbidden.");
      }
      check(now, findings);
    }
  }
}
