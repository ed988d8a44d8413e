package dev.podo.machinery.kinds.daemonset;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apps.v1.DaemonSet;
import dev.podo.model.apps.v1.DaemonSetList;
import java.util.ArrayList;
import java.util.List;

/// One Pod on every node that fits.
public final class DaemonSets {
  public static final String ROLLING_UPDATE = "RollingUpdate";
  public static final String ON_DELETE = "OnDelete";

  public static final Kind<DaemonSet> KIND =
      Kind.declare(new GroupVersionKind("apps", "v1", "DaemonSet"), DaemonSets::details)
          .namespaced()
          .shortNames("ds")
          .categories("all")
          .subresources(Subresource.STATUS)
          .build();

  private DaemonSets() {}

  private static void details(KindBuilder<DaemonSet> kind) {
    kind.schema(DaemonSet.SCHEMA)
        .strategy(new DaemonSetStrategy())
        .gated(PodFeatures.of("spec.template.spec"))
        .columns(columns())
        .listedAs(
            DaemonSetList.SCHEMA,
            (meta, items) -> DaemonSetList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<DaemonSet>> columns() {
    var columns =
        new ArrayList<Column<DaemonSet>>(
            List.of(
                Column.named(),
                Column.number(
                    "Desired",
                    "On how many nodes a Pod should be.",
                    set -> set.status().desiredNumberScheduled()),
                Column.number(
                    "Current",
                    "On how many of these nodes a Pod is.",
                    set -> set.status().currentNumberScheduled()),
                Column.number(
                    "Ready",
                    "On how many of these nodes a Pod is ready.",
                    set -> set.status().numberReady()),
                Column.number(
                    "Up-to-date",
                    "On how many nodes the Pod is of the current template.",
                    set -> set.status().updatedNumberScheduled()),
                Column.number(
                    "Available",
                    "On how many nodes the Pod has been ready for long enough.",
                    set -> set.status().numberAvailable()),
                Column.text(
                    "Node Selector",
                    "Which labels a node must have.",
                    set -> Workloads.labels(set.spec().template().spec().nodeSelector())),
                Cells.age()));
    columns.addAll(
        Workloads.wide(
            set -> set.spec().template(), set -> LabelSelectorRules.format(set.spec().selector())));
    return columns;
  }
}
