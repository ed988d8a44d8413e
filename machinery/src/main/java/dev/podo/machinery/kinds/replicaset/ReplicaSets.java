package dev.podo.machinery.kinds.replicaset;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.ScaleMapping;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.apps.v1.ReplicaSetCondition;
import dev.podo.model.apps.v1.ReplicaSetList;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A number of Pods of one template.
public final class ReplicaSets {
  /// The label that keeps the Pods of a Deployment's ReplicaSets apart.
  public static final String POD_TEMPLATE_HASH = "pod-template-hash";

  private static final List<Column<ReplicaSet>> COLUMNS =
      List.of(
          Column.named(),
          Column.number("Desired", "How many Pods are wanted.", ReplicaSets::replicas),
          Column.number("Current", "How many Pods there are.", set -> set.status().replicas()),
          Column.number("Ready", "How many Pods are ready.", set -> set.status().readyReplicas()),
          Cells.age(),
          Column.<ReplicaSet>text(
                  "Containers",
                  "The containers of the template, by name.",
                  set -> Workloads.containers(set.spec().template()))
              .wide(),
          Column.<ReplicaSet>text(
                  "Images",
                  "The images of the template's containers.",
                  set -> Workloads.images(set.spec().template()))
              .wide(),
          Column.<ReplicaSet>text(
                  "Selector",
                  "Which Pods belong to it.",
                  set -> LabelSelectorRules.format(set.spec().selector()))
              .wide());

  public static final Kind<ReplicaSet> KIND =
      Kind.declare(new GroupVersionKind("apps", "v1", "ReplicaSet"), ReplicaSet.SCHEMA)
          .namespaced()
          .shortNames("rs")
          .categories("all")
          .subresources(Subresource.STATUS)
          .strategy(new ReplicaSetStrategy())
          .gated(PodFeatures.of("spec.template.spec"))
          .columns(COLUMNS)
          .selectable("status.replicas", set -> Integer.toString(set.status().replicas()))
          .scale(
              new ScaleMapping<>(
                  ReplicaSets::replicas,
                  ReplicaSets::withReplicas,
                  set -> set.status().replicas(),
                  set -> LabelPredicate.of(set.spec().selector()).toString()))
          .listedAs(
              ReplicaSetList.SCHEMA,
              (meta, items) -> ReplicaSetList.builder().metadata(meta).items(items).build())
          .build();

  private ReplicaSets() {}

  /// How many replicas are wanted.
  public static int replicas(ReplicaSet set) {
    return Default.value(set.spec().replicas(), 1);
  }

  public static ReplicaSet withReplicas(ReplicaSet set, int replicas) {
    return set.withSpec(set.spec().with(b -> b.replicas(replicas)));
  }

  /// The condition of this type; null if it is not there.
  public static @Nullable ReplicaSetCondition condition(ReplicaSet set, String type) {
    for (var condition : set.status().conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }
}
