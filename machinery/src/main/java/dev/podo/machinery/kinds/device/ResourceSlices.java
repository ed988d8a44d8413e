package dev.podo.machinery.kinds.device;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.Quantity;
import dev.podo.model.resource.v1.Device;
import dev.podo.model.resource.v1.NodeAllocatableResourceMapping;
import dev.podo.model.resource.v1.ResourceSlice;
import dev.podo.model.resource.v1.ResourceSliceList;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What drivers publish of the devices that there are.
public final class ResourceSlices {
  public static final Kind<ResourceSlice> KIND =
      Kind.declare(
              new GroupVersionKind(DeviceClasses.GROUP, "v1", "ResourceSlice"),
              ResourceSlices::details)
          .build();

  private ResourceSlices() {}

  private static void details(KindBuilder<ResourceSlice> kind) {
    kind.schema(ResourceSlice.SCHEMA)
        .strategy(new Rules())
        .gated("DRANodeAllocatableResources", "spec.devices.nodeAllocatableResourceMappings")
        .gated(
            "DRAListTypeAttributes",
            "spec.devices.attributes.bools",
            "spec.devices.attributes.ints",
            "spec.devices.attributes.strings",
            "spec.devices.attributes.versions")
        .columns(columns())
        .selectable("spec.driver", it -> it.spec().driver())
        .selectable("spec.nodeName", it -> Default.value(it.spec().nodeName(), ""))
        .listedAs(
            ResourceSliceList.SCHEMA,
            (meta, items) -> ResourceSliceList.builder().metadata(meta).items(items).build());
  }

  /// The slice with the time that its taints lack.
  public static ResourceSlice withTimes(ResourceSlice slice, Instant time) {
    return TaintTimes.dated(slice, time);
  }

  private static List<Column<ResourceSlice>> columns() {
    return List.of(
        Column.named(),
        Column.timed("Node", "Which node has the devices.", (it, now) -> it.spec().nodeName()),
        Column.text("Driver", "Whose devices these are.", it -> it.spec().driver()),
        Column.text("Pool", "To which pool they belong.", it -> it.spec().pool().name()),
        Cells.age());
  }

  private static final class Rules extends ObjectStrategy<ResourceSlice> {
    Rules() {
      super(ofCluster(), ResourceSlice::withMetadata);
    }

    @Override
    public ResourceSlice defaults(ResourceSlice slice) {
      var spec = slice.spec();
      return slice.withSpec(spec.with(b -> b.devices(Default.each(spec.devices(), Rules::device))));
    }

    private static Device device(Device device) {
      var mappings = new TreeMap<String, NodeAllocatableResourceMapping>();
      device
          .nodeAllocatableResourceMappings()
          .forEach((name, mapping) ->
              mappings.put(
                  name,
                  mapping.with(b ->
                      b.allocationMultiplier(
                          Default.value(mapping.allocationMultiplier(), Quantity.of(1))))));
      return mappings.isEmpty()
          ? device
          : device.with(b -> b.nodeAllocatableResourceMappings(mappings));
    }

    @Override
    public ResourceSlice prepareForCreate(ResourceSlice slice) {
      return slice.withMetadata(SystemMetadata.first(slice.metadata()));
    }

    @Override
    public ResourceSlice prepareForUpdate(ResourceSlice now, ResourceSlice old) {
      var dated = TaintTimes.kept(now, old);
      var changed = !defaults(dated).spec().equals(old.spec());
      return dated.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    protected void check(ResourceSlice slice, Findings findings) {
      ResourceSliceRules.check(slice.spec(), null, SPEC, findings);
    }

    @Override
    protected void checkUpdate(ResourceSlice now, ResourceSlice old, Findings findings) {
      ResourceSliceRules.check(now.spec(), old.spec(), SPEC, findings);
    }

    @Override
    public List<String> warnings(ResourceSlice slice) {
      var driver = slice.spec().driver();
      return driver.equals(driver.toLowerCase(Locale.ROOT))
          ? List.of()
          : List.of(
              "spec.driver: driver names should be lowercase; "
                  + Texts.quote(driver)
                  + " contains uppercase characters");
    }
  }
}
