package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.storage.v1.CSINode;
import dev.podo.model.storage.v1.CSINodeDriver;
import dev.podo.model.storage.v1.CSINodeList;
import java.util.HashSet;
import java.util.List;

/// Which drivers of volumes are on a node.
public final class CsiNodes {
  public static final Kind<CSINode> KIND =
      Kind.declare(new GroupVersionKind("storage.k8s.io", "v1", "CSINode"), CsiNodes::details)
          .build();

  private CsiNodes() {}

  private static void details(KindBuilder<CSINode> kind) {
    kind.schema(CSINode.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.number(
                    "Drivers", "How many drivers there are.", it -> it.spec().drivers().size()),
                Cells.age()))
        .listedAs(
            CSINodeList.SCHEMA,
            (meta, items) -> CSINodeList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<CSINode> {
    private static final int NODE_ID_MAX = 256;

    Rules() {
      super(ofCluster(), CSINode::withMetadata);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(CSINode node, Findings findings) {
      var names = new HashSet<String>();
      var at = SPEC.child("drivers");
      var drivers = node.spec().drivers();
      for (var i = 0; i < drivers.size(); i++) {
        var driver = drivers.get(i);
        checkDriver(driver, at.index(i), findings);
        if (!names.add(driver.name())) {
          findings.duplicate(at.index(i).child("name"), driver.name());
        }
        checkKeys(driver.topologyKeys(), at.index(i), findings);
      }
    }

    private static void checkDriver(CSINodeDriver driver, FieldPath at, Findings findings) {
      CsiDrivers.checkName(driver.name(), at.child("name"), findings);
      if (findings.requireText(driver.nodeID(), at.child("nodeID"))
          && driver.nodeID().length() > NODE_ID_MAX) {
        findings.invalid(
            at.child("nodeID"), driver.nodeID(), "must be " + NODE_ID_MAX + " characters or less");
      }
      var allocatable = driver.allocatable();
      if (allocatable != null) {
        findings.nonNegativeIfThere(at.child("allocatable", "count"), allocatable.count());
      }
    }

    private static void checkKeys(List<String> topology, FieldPath at, Findings findings) {
      var keys = new HashSet<String>();
      for (var key : topology) {
        findings.requireText(key, at);
        if (!keys.add(key)) {
          findings.duplicate(at, key);
        }
        findings.invalidFor(at, key, Names.qualifiedName(key));
      }
    }

    /// Drivers come and go; of one that stays only the number of its volumes may change.
    @Override
    protected void checkUpdate(CSINode now, CSINode old, Findings findings) {
      check(now, findings);
      for (var before : old.spec().drivers()) {
        for (var driver : now.spec().drivers()) {
          if (driver.name().equals(before.name())) {
            findings.immutable(
                SPEC.child("drivers"),
                driver.with(b -> b.allocatable(null)),
                before.with(b -> b.allocatable(null)));
          }
        }
      }
    }
  }
}
