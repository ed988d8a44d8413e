package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.ApiObject;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerList;
import java.util.List;
import java.util.function.Function;

/// Numbers of replicas that follow what Pods use; stored in this form.
public final class HorizontalPodAutoscalers {
  public static final Kind<HorizontalPodAutoscaler> KIND =
      Kind.declare(
              new GroupVersionKind("autoscaling", "v2", "HorizontalPodAutoscaler"),
              HorizontalPodAutoscalers::details)
          .namespaced()
          .shortNames("hpa")
          .categories("all")
          .subresources(Subresource.STATUS)
          .build();

  static final Strategy<HorizontalPodAutoscaler> STRATEGY = new AutoscalerStrategy();

  private HorizontalPodAutoscalers() {}

  private static void details(KindBuilder<HorizontalPodAutoscaler> kind) {
    kind.schema(HorizontalPodAutoscaler.SCHEMA)
        .strategy(STRATEGY)
        .columns(columns(Function.identity()))
        .listedAs(
            HorizontalPodAutoscalerList.SCHEMA,
            (meta, items) ->
                HorizontalPodAutoscalerList.builder().metadata(meta).items(items).build());
  }

  static <T extends ApiObject> List<Column<T>> columns(Function<T, HorizontalPodAutoscaler> of) {
    return List.of(
        Column.named(),
        Column.text("Reference", "What is scaled.", it -> reference(of.apply(it))),
        Column.text(
            "Targets",
            "What is measured, and what it should be.",
            it -> AutoscalerTargets.format(of.apply(it))),
        Column.text("MinPods", "How many Pods there must be.", it -> minimum(of.apply(it))),
        Column.count(
            "MaxPods", "How many Pods there may be.", it -> of.apply(it).spec().maxReplicas()),
        Column.count(
            "Replicas", "How many Pods there are.", it -> of.apply(it).status().currentReplicas()),
        Cells.age());
  }

  private static String reference(HorizontalPodAutoscaler autoscaler) {
    var target = autoscaler.spec().scaleTargetRef();
    return target.kind() + "/" + target.name();
  }

  private static String minimum(HorizontalPodAutoscaler autoscaler) {
    var minimum = autoscaler.spec().minReplicas();
    return minimum == null ? "<unset>" : minimum.toString();
  }
}
