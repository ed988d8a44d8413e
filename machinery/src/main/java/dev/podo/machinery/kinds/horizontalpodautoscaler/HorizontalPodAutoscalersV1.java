package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.kind.Conversion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.ViewStrategy;
import dev.podo.model.autoscaling.v1.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v1.HorizontalPodAutoscalerList;

/// As above, as the version `autoscaling/v1` shows it: what it has no fields for is in annotations.
public final class HorizontalPodAutoscalersV1 {
  public static final Kind<HorizontalPodAutoscaler> KIND =
      Kind.declare(
              new GroupVersionKind("autoscaling", "v1", "HorizontalPodAutoscaler"),
              HorizontalPodAutoscalersV1::details)
          .namespaced()
          .shortNames("hpa")
          .categories("all")
          .subresources(Subresource.STATUS)
          .storedAs(
              new Conversion<>(
                  HorizontalPodAutoscalers.KIND,
                  AutoscalerViews::toStorage,
                  AutoscalerViews::fromStorage))
          .build();

  private HorizontalPodAutoscalersV1() {}

  private static void details(KindBuilder<HorizontalPodAutoscaler> kind) {
    kind.schema(HorizontalPodAutoscaler.SCHEMA)
        .strategy(
            new ViewStrategy<>(
                HorizontalPodAutoscalers.STRATEGY,
                AutoscalerViews::toStorage,
                AutoscalerViews::fromStorage))
        .columns(HorizontalPodAutoscalers.columns(AutoscalerViews::toStorage))
        .listedAs(
            HorizontalPodAutoscalerList.SCHEMA,
            (meta, items) ->
                HorizontalPodAutoscalerList.builder().metadata(meta).items(items).build());
  }
}
