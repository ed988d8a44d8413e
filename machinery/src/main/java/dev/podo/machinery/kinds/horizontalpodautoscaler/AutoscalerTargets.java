package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.table.Cells;
import dev.podo.model.Quantity;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v2.MetricSpec;
import dev.podo.model.autoscaling.v2.MetricStatus;
import dev.podo.model.autoscaling.v2.MetricTarget;
import dev.podo.model.autoscaling.v2.MetricValueStatus;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// What an autoscaler measures, and what it should be, as a table shows it.
final class AutoscalerTargets {
  private static final int SHOWN_MAX = 2;

  private AutoscalerTargets() {}

  static String format(HorizontalPodAutoscaler autoscaler) {
    var metrics = autoscaler.spec().metrics();
    if (metrics.isEmpty()) {
      return Cells.NONE;
    }
    var shown = new ArrayList<String>();
    for (var i = 0; i < metrics.size(); i++) {
      var current = autoscaler.status().currentMetrics();
      var text = metric(metrics.get(i), i < current.size() ? current.get(i) : MetricStatus.EMPTY);
      if (!text.isEmpty()) {
        shown.add(text);
      }
    }
    if (metrics.size() <= SHOWN_MAX) {
      return String.join(", ", shown);
    }
    var first = shown.subList(0, Math.min(SHOWN_MAX, shown.size()));
    return String.join(", ", first) + " + " + (metrics.size() - SHOWN_MAX) + " more...";
  }

  private static String metric(MetricSpec spec, MetricStatus status) {
    var external = spec.external();
    var pods = spec.pods();
    var object = spec.object();
    var resource = spec.resource();
    var container = spec.containerResource();
    if (external != null) {
      var now = status.external();
      return amounts(external.target(), now == null ? null : now.current());
    }
    if (pods != null) {
      var now = status.pods();
      return current(now == null ? null : now.current().averageValue())
          + "/"
          + current(pods.target().averageValue());
    }
    if (object != null) {
      var now = status.object();
      return amounts(object.target(), now == null ? null : now.current());
    }
    if (resource != null) {
      var now = status.resource();
      return resource.name() + ": " + share(resource.target(), now == null ? null : now.current());
    }
    if (container != null) {
      var now = status.containerResource();
      return container.name()
          + ": "
          + share(container.target(), now == null ? null : now.current());
    }
    return "";
  }

  private static String amounts(MetricTarget target, @Nullable MetricValueStatus now) {
    var average = target.averageValue();
    if (average != null) {
      return current(now == null ? null : now.averageValue()) + "/" + average + " (avg)";
    }
    return current(now == null ? null : now.value()) + "/" + current(target.value());
  }

  private static String share(MetricTarget target, @Nullable MetricValueStatus now) {
    var average = target.averageValue();
    if (average != null) {
      return current(now == null ? null : now.averageValue()) + "/" + average;
    }
    var share = target.averageUtilization();
    var actual = now == null ? null : now.averageUtilization();
    return (actual == null ? Cells.UNKNOWN : actual + "%")
        + "/"
        + (share == null ? "<auto>" : share + "%");
  }

  private static String current(@Nullable Quantity amount) {
    return amount == null ? Cells.UNKNOWN : amount.toString();
  }
}
