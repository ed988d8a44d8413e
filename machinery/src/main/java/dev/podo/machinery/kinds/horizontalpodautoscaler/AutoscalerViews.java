package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.autoscaling.v2.CrossVersionObjectReference;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import dev.podo.model.autoscaling.v2.MetricSpec;
import dev.podo.model.autoscaling.v2.MetricStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The two versions of one autoscaler; neither loses anything of the other.
final class AutoscalerViews {
  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String BEHAVIOR = PREFIX + "behavior";
  private static final String CURRENT_METRICS = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";

  private AutoscalerViews() {}

  static HorizontalPodAutoscaler toStorage(
      dev.podo.model.autoscaling.v1.HorizontalPodAutoscaler view) {
    var annotations = new TreeMap<String, String>(view.metadata().annotations());
    var held = HorizontalPodAutoscalerSpec.builder();
    var spec = view.spec();
    var target = spec.scaleTargetRef();
    var metrics = new ArrayList<MetricSpec>(taken(annotations, METRICS, MetricSpec.SCHEMA));
    var percentage = spec.targetCPUUtilizationPercentage();
    if (percentage != null) {
      metrics.add(AutoscalerMetrics.cpu(percentage));
    }
    var behavior = taken(annotations, BEHAVIOR, HorizontalPodAutoscalerBehavior.SCHEMA);
    held.scaleTargetRef(
            CrossVersionObjectReference.builder()
                .apiVersion(target.apiVersion())
                .kind(target.kind())
                .name(target.name())
                .build())
        .minReplicas(spec.minReplicas())
        .maxReplicas(spec.maxReplicas())
        .metrics(metrics)
        .behavior(behavior.isEmpty() ? null : behavior.getFirst());
    var status = status(view.status(), annotations);
    return HorizontalPodAutoscaler.builder()
        .metadata(view.metadata().withAnnotations(annotations))
        .spec(held.build())
        .status(status)
        .build();
  }

  private static HorizontalPodAutoscalerStatus status(
      dev.podo.model.autoscaling.v1.HorizontalPodAutoscalerStatus status,
      SortedMap<String, String> annotations) {
    var metrics =
        new ArrayList<MetricStatus>(taken(annotations, CURRENT_METRICS, MetricStatus.SCHEMA));
    var percentage = status.currentCPUUtilizationPercentage();
    if (percentage != null) {
      metrics.add(AutoscalerMetrics.currentCpu(percentage));
    }
    return HorizontalPodAutoscalerStatus.builder()
        .observedGeneration(status.observedGeneration())
        .lastScaleTime(status.lastScaleTime())
        .currentReplicas(status.currentReplicas())
        .desiredReplicas(status.desiredReplicas())
        .currentMetrics(metrics)
        .conditions(taken(annotations, CONDITIONS, HorizontalPodAutoscalerCondition.SCHEMA))
        .build();
  }

  static dev.podo.model.autoscaling.v1.HorizontalPodAutoscaler fromStorage(
      HorizontalPodAutoscaler stored) {
    var annotations = new TreeMap<String, String>(stored.metadata().annotations());
    var spec = stored.spec();
    var target = spec.scaleTargetRef();
    var metrics = new ArrayList<MetricSpec>(spec.metrics());
    var cpu = AutoscalerMetrics.takeCpu(metrics);
    put(annotations, METRICS, metrics);
    put(annotations, BEHAVIOR, spec.behavior() == null ? List.of() : List.of(spec.behavior()));
    var current = new ArrayList<MetricStatus>(stored.status().currentMetrics());
    var currentCpu = AutoscalerMetrics.takeCurrentCpu(current);
    put(annotations, CURRENT_METRICS, current);
    put(annotations, CONDITIONS, stored.status().conditions());
    return dev.podo.model.autoscaling.v1.HorizontalPodAutoscaler.builder()
        .metadata(stored.metadata().withAnnotations(annotations))
        .spec(
            dev.podo.model.autoscaling.v1.HorizontalPodAutoscalerSpec.builder()
                .scaleTargetRef(
                    dev.podo.model.autoscaling.v1.CrossVersionObjectReference.builder()
                        .apiVersion(target.apiVersion())
                        .kind(target.kind())
                        .name(target.name())
                        .build())
                .minReplicas(spec.minReplicas())
                .maxReplicas(spec.maxReplicas())
                .targetCPUUtilizationPercentage(cpu)
                .build())
        .status(status(stored.status(), currentCpu))
        .build();
  }

  private static dev.podo.model.autoscaling.v1.HorizontalPodAutoscalerStatus status(
      HorizontalPodAutoscalerStatus status, @Nullable Integer cpu) {
    return dev.podo.model.autoscaling.v1.HorizontalPodAutoscalerStatus.builder()
        .observedGeneration(status.observedGeneration())
        .lastScaleTime(status.lastScaleTime())
        .currentReplicas(status.currentReplicas())
        .desiredReplicas(status.desiredReplicas())
        .currentCPUUtilizationPercentage(cpu)
        .build();
  }

  /// What an annotation holds, which is then no annotation any more. What cannot be read is lost,
  /// as it would be upstream.
  private static <T extends Struct> List<T> taken(
      SortedMap<String, String> annotations, String key, Schema<T> schema) {
    var text = annotations.remove(key);
    if (text == null) {
      return List.of();
    }
    var read = new ArrayList<T>();
    try {
      if (Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof List<?> list) {
        for (var item : list) {
          read.add(Trees.to(schema, item));
        }
      }
      return read;
    } catch (DecodeException | IllegalArgumentException | ClassCastException malformed) {
      return List.of();
    }
  }

  private static void put(
      SortedMap<String, String> annotations, String key, List<? extends Struct> items) {
    if (items.isEmpty()) {
      return;
    }
    var trees = new ArrayList<Object>();
    items.forEach(item -> trees.add(Json.toTree(item)));
    annotations.put(key, new String(Json.print(trees), StandardCharsets.UTF_8));
  }
}
