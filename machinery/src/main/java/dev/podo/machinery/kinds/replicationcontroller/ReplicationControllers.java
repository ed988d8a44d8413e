package dev.podo.machinery.kinds.replicationcontroller;

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
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.core.v1.ReplicationController;
import dev.podo.model.core.v1.ReplicationControllerList;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.List;

/// What ReplicaSets were at first: a number of Pods of one template, selected by labels alone.
public final class ReplicationControllers {
  public static final Kind<ReplicationController> KIND =
      Kind.declare(
              new GroupVersionKind("", "v1", "ReplicationController"),
              ReplicationControllers::details)
          .namespaced()
          .shortNames("rc")
          .categories("all")
          .subresources(Subresource.STATUS, Subresource.SCALE)
          .build();

  private ReplicationControllers() {}

  private static void details(KindBuilder<ReplicationController> kind) {
    kind.schema(ReplicationController.SCHEMA)
        .strategy(new ReplicationControllerStrategy())
        .gated(PodFeatures.of("spec.template.spec"))
        .columns(columns())
        .selectable("status.replicas", it -> Integer.toString(it.status().replicas()))
        .scale(
            new ScaleMapping<>(
                ReplicationControllers::replicas,
                ReplicationControllers::withReplicas,
                it -> it.status().replicas(),
                it -> LabelPredicate.of(it.spec().selector()).toString()))
        .listedAs(
            ReplicationControllerList.SCHEMA,
            (meta, items) ->
                ReplicationControllerList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<ReplicationController>> columns() {
    var columns =
        new ArrayList<Column<ReplicationController>>(
            List.of(
                Column.named(),
                Column.number(
                    "Desired", "How many Pods are wanted.", ReplicationControllers::replicas),
                Column.number("Current", "How many Pods there are.", it -> it.status().replicas()),
                Column.number(
                    "Ready", "How many Pods are ready.", it -> it.status().readyReplicas()),
                Cells.age()));
    columns.addAll(
        Workloads.wide(
            ReplicationControllers::template, it -> Workloads.labels(it.spec().selector())));
    return columns;
  }

  private static PodTemplateSpec template(ReplicationController controller) {
    return Default.value(controller.spec().template(), PodTemplateSpec.EMPTY);
  }

  /// How many replicas are wanted.
  public static int replicas(ReplicationController controller) {
    return Default.value(controller.spec().replicas(), 1);
  }

  public static ReplicationController withReplicas(ReplicationController controller, int replicas) {
    return controller.withSpec(controller.spec().with(b -> b.replicas(replicas)));
  }
}
