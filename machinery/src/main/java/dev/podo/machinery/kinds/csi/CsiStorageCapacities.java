package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.NodeLabelWarnings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.validation.Names;
import dev.podo.model.storage.v1.CSIStorageCapacity;
import dev.podo.model.storage.v1.CSIStorageCapacityList;
import java.util.ArrayList;
import java.util.List;

/// How much storage of a class is left for some nodes.
public final class CsiStorageCapacities {
  public static final Kind<CSIStorageCapacity> KIND =
      Kind.declare(
              new GroupVersionKind("storage.k8s.io", "v1", "CSIStorageCapacity"),
              CsiStorageCapacities::details)
          .plural("csistoragecapacities")
          .namespaced()
          .build();

  private CsiStorageCapacities() {}

  private static void details(KindBuilder<CSIStorageCapacity> kind) {
    kind.schema(CSIStorageCapacity.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "StorageClassName", "Of which class.", CSIStorageCapacity::storageClassName),
                Column.text(
                    "Capacity",
                    "How much is left.",
                    it -> it.capacity() == null ? "<unset>" : it.capacity().toString())))
        .listedAs(
            CSIStorageCapacityList.SCHEMA,
            (meta, items) -> CSIStorageCapacityList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<CSIStorageCapacity> {
    private static final FieldPath TOPOLOGY = FieldPath.root("nodeTopology");
    private static final FieldPath CLASS = FieldPath.root("storageClassName");

    Rules() {
      super(inNamespace(), CSIStorageCapacity::withMetadata);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(CSIStorageCapacity capacity, Findings findings) {
      LabelSelectorRules.check(capacity.nodeTopology(), TOPOLOGY, findings);
      checkRest(capacity, findings);
    }

    private static void checkRest(CSIStorageCapacity capacity, Findings findings) {
      var name = capacity.storageClassName();
      findings.invalidFor(CLASS, name, Names.dns1123Subdomain(name));
      var left = capacity.capacity();
      if (left != null) {
        ResourceLists.checkNotNegative(left, FieldPath.root("capacity"), findings);
      }
    }

    @Override
    public List<String> warnings(CSIStorageCapacity capacity) {
      var warnings = new ArrayList<String>();
      NodeLabelWarnings.addSelector(capacity.nodeTopology(), TOPOLOGY, warnings);
      return warnings;
    }

    /// A topology that was wrong may keep values that no label has.
    @Override
    protected void checkUpdate(CSIStorageCapacity now, CSIStorageCapacity old, Findings findings) {
      var before = new Findings();
      LabelSelectorRules.check(old.nodeTopology(), TOPOLOGY, before);
      if (before.isEmpty()) {
        LabelSelectorRules.check(now.nodeTopology(), TOPOLOGY, findings);
      } else {
        LabelSelectorRules.checkForm(now.nodeTopology(), TOPOLOGY, findings);
      }
      checkRest(now, findings);
      findings.immutable(TOPOLOGY, now.nodeTopology(), old.nodeTopology());
      findings.immutable(CLASS, now.storageClassName(), old.storageClassName());
    }
  }
}
