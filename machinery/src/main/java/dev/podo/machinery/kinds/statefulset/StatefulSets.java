package dev.podo.machinery.kinds.statefulset;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.ScaleMapping;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apps.v1.StatefulSet;
import dev.podo.model.apps.v1.StatefulSetList;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;

/// Pods with names and storage that outlive them.
public final class StatefulSets {
  public static final String ORDERED_READY = "OrderedReady";
  public static final String PARALLEL = "Parallel";
  public static final String ROLLING_UPDATE = "RollingUpdate";
  public static final String ON_DELETE = "OnDelete";
  public static final String RETAIN = "Retain";
  public static final String DELETE = "Delete";

  /// On a Pod: the name that its StatefulSet gave it.
  public static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

  public static final Kind<StatefulSet> KIND =
      Kind.declare(new GroupVersionKind("apps", "v1", "StatefulSet"), StatefulSets::details)
          .namespaced()
          .shortNames("sts")
          .categories("all")
          .subresources(Subresource.STATUS, Subresource.SCALE)
          .build();

  private StatefulSets() {}

  private static void details(KindBuilder<StatefulSet> kind) {
    kind.schema(StatefulSet.SCHEMA)
        .strategy(new StatefulSetStrategy())
        .gated(PodFeatures.of("spec.template.spec"))
        .gated("MaxUnavailableStatefulSet", "spec.updateStrategy.rollingUpdate.maxUnavailable")
        .columns(columns())
        .scale(
            new ScaleMapping<>(
                StatefulSets::replicas,
                StatefulSets::withReplicas,
                set -> set.status().replicas(),
                set -> LabelPredicate.of(set.spec().selector()).toString()))
        .listedAs(
            StatefulSetList.SCHEMA,
            (meta, items) -> StatefulSetList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<StatefulSet>> columns() {
    return List.of(
        Column.named(),
        Column.text(
            "Ready",
            "How many Pods are ready, of how many wanted.",
            set -> set.status().readyReplicas() + "/" + replicas(set)),
        Cells.age(),
        Workloads.containersColumn(set -> set.spec().template()),
        Workloads.imagesColumn(set -> set.spec().template()));
  }

  /// How many replicas are wanted.
  public static int replicas(StatefulSet set) {
    return Default.value(set.spec().replicas(), 1);
  }

  public static StatefulSet withReplicas(StatefulSet set, int replicas) {
    return set.withSpec(set.spec().with(b -> b.replicas(replicas)));
  }

  /// The number of the first Pod.
  public static int firstOrdinal(StatefulSet set) {
    var ordinals = set.spec().ordinals();
    return ordinals == null ? 0 : ordinals.start();
  }
}
