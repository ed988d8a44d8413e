package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.storage.v1.CSIDriver;
import dev.podo.model.storage.v1.CSIDriverList;
import dev.podo.model.storage.v1.CSIDriverSpec;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a driver of volumes can do and wants.
public final class CsiDrivers {
  public static final Kind<CSIDriver> KIND =
      Kind.declare(new GroupVersionKind("storage.k8s.io", "v1", "CSIDriver"), CsiDrivers::details)
          .build();

  private static final int NAME_MAX = 63;

  private CsiDrivers() {}

  /// The name by which a driver is called, of volumes as of devices.
  public static void checkName(String name, FieldPath at, Findings findings) {
    if (findings.requireText(name, at)) {
      if (name.length() > NAME_MAX) {
        findings.add(FieldError.tooLong(at, NAME_MAX));
      }
      findings.invalidFor(at, name, Names.dns1123Subdomain(name.toLowerCase(Locale.ROOT)));
    }
  }

  private static void details(KindBuilder<CSIDriver> kind) {
    kind.schema(CSIDriver.SCHEMA)
        .strategy(new CsiDriverStrategy())
        .gated("VolumeLimitScaling", "spec.preventPodSchedulingIfMissing")
        .columns(columns())
        .listedAs(
            CSIDriverList.SCHEMA,
            (meta, items) -> CSIDriverList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<CSIDriver>> columns() {
    return List.of(
        Column.named(),
        flag(
            "AttachRequired",
            "Whether volumes are attached first.",
            CSIDriverSpec::attachRequired,
            true),
        flag(
            "PodInfoOnMount",
            "Whether it is told of the Pod.",
            CSIDriverSpec::podInfoOnMount,
            false),
        flag(
            "StorageCapacity",
            "Whether it says how much is left.",
            CSIDriverSpec::storageCapacity,
            false),
        Column.text("TokenRequests", "Whose tokens it wants.", CsiDrivers::tokens),
        flag(
            "RequiresRepublish",
            "Whether it is called again and again.",
            CSIDriverSpec::requiresRepublish,
            false),
        Column.text("Modes", "Which volumes it makes.", CsiDrivers::modes),
        Cells.age());
  }

  private static Column<CSIDriver> flag(
      String name,
      String description,
      Function<CSIDriverSpec, @Nullable Boolean> value,
      boolean unset) {
    return Column.flag(
        name, description, driver -> Default.value(value.apply(driver.spec()), unset));
  }

  private static String tokens(CSIDriver driver) {
    var audiences =
        driver.spec().tokenRequests().stream()
            .map(it -> it.audience())
            .collect(Collectors.joining(","));
    return driver.spec().tokenRequests().isEmpty() ? "<unset>" : audiences;
  }

  private static String modes(CSIDriver driver) {
    var modes = driver.spec().volumeLifecycleModes();
    return modes.isEmpty() ? Cells.NONE : String.join(",", modes);
  }
}
