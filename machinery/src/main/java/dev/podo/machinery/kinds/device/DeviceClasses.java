package dev.podo.machinery.kinds.device;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.resource.v1.DeviceClass;
import dev.podo.model.resource.v1.DeviceClassList;
import dev.podo.model.resource.v1.DeviceClassSpec;
import java.util.List;

/// Sets of devices that claims may ask for.
public final class DeviceClasses {
  static final String GROUP = "resource.k8s.io";

  public static final Kind<DeviceClass> KIND =
      Kind.declare(new GroupVersionKind(GROUP, "v1", "DeviceClass"), DeviceClasses::details)
          .plural("deviceclasses")
          .build();

  private DeviceClasses() {}

  private static void details(KindBuilder<DeviceClass> kind) {
    kind.schema(DeviceClass.SCHEMA)
        .strategy(new Rules())
        .columns(List.of(Column.named(), Cells.age()))
        .listedAs(
            DeviceClassList.SCHEMA,
            (meta, items) -> DeviceClassList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<DeviceClass> {
    Rules() {
      super(ofCluster(), DeviceClass::withMetadata);
    }

    @Override
    public DeviceClass prepareForCreate(DeviceClass object) {
      return object.withMetadata(SystemMetadata.first(object.metadata()));
    }

    @Override
    public DeviceClass prepareForUpdate(DeviceClass now, DeviceClass old) {
      var changed = !now.spec().equals(old.spec());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    protected void check(DeviceClass object, Findings findings) {
      checkSpec(object.spec(), DeviceClassSpec.EMPTY, findings);
    }

    @Override
    protected void checkUpdate(DeviceClass now, DeviceClass old, Findings findings) {
      checkSpec(now.spec(), old.spec(), findings);
    }

    /// What is as it was is not looked at again.
    private static void checkSpec(DeviceClassSpec spec, DeviceClassSpec old, Findings findings) {
      if (!spec.selectors().equals(old.selectors())) {
        ConfigurationRules.checkSelectors(spec.selectors(), SPEC.child("selectors"), findings);
      }
      if (!spec.config().equals(old.config())) {
        Elements.check(
            spec.config(),
            ConfigurationRules.CONFIGURATIONS_MAX,
            (config, at, found) -> ConfigurationRules.check(config.opaque(), at, found),
            SPEC.child("config"),
            findings);
      }
      var resource = spec.extendedResourceName();
      if (resource != null && !DeviceNames.isExtendedResource(resource)) {
        findings.invalid(
            SPEC.child("extendedResourceName"), resource, "must be a valid extended resource name");
      }
    }
  }
}
