package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.model.autoscaling.v2.MetricSpec;
import dev.podo.model.autoscaling.v2.MetricStatus;
import dev.podo.model.autoscaling.v2.MetricTarget;
import dev.podo.model.autoscaling.v2.MetricValueStatus;
import dev.podo.model.autoscaling.v2.ResourceMetricSource;
import dev.podo.model.autoscaling.v2.ResourceMetricStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metric that the older version has fields of its own for: what share of the CPU that they
/// asked for the Pods use.
final class AutoscalerMetrics {
  static final String RESOURCE = "Resource";
  static final String UTILIZATION = "Utilization";
  private static final String CPU = "cpu";

  private AutoscalerMetrics() {}

  static MetricSpec cpu(int percentage) {
    var target = MetricTarget.builder().type(UTILIZATION).averageUtilization(percentage).build();
    return MetricSpec.builder()
        .type(RESOURCE)
        .resource(ResourceMetricSource.builder().name(CPU).target(target).build())
        .build();
  }

  static MetricStatus currentCpu(int percentage) {
    var current = MetricValueStatus.builder().averageUtilization(percentage).build();
    return MetricStatus.builder()
        .type(RESOURCE)
        .resource(ResourceMetricStatus.builder().name(CPU).current(current).build())
        .build();
  }

  /// Removes the last metric that says no more than a share of the CPU; null if there is none.
  static @Nullable Integer takeCpu(List<MetricSpec> metrics) {
    if (metrics.isEmpty()) {
      return null;
    }
    var last = metrics.getLast();
    var source = last.resource();
    var share = source == null ? null : source.target().averageUtilization();
    if (share == null || !cpu(share).equals(last)) {
      return null;
    }
    metrics.removeLast();
    return share;
  }

  static @Nullable Integer takeCurrentCpu(List<MetricStatus> metrics) {
    if (metrics.isEmpty()) {
      return null;
    }
    var last = metrics.getLast();
    var source = last.resource();
    var share = source == null ? null : source.current().averageUtilization();
    if (share == null || !currentCpu(share).equals(last)) {
      return null;
    }
    metrics.removeLast();
    return share;
  }
}
