package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.Struct;
import dev.podo.model.autoscaling.v2.ContainerResourceMetricSource;
import dev.podo.model.autoscaling.v2.CrossVersionObjectReference;
import dev.podo.model.autoscaling.v2.ExternalMetricSource;
import dev.podo.model.autoscaling.v2.MetricIdentifier;
import dev.podo.model.autoscaling.v2.MetricSpec;
import dev.podo.model.autoscaling.v2.MetricTarget;
import dev.podo.model.autoscaling.v2.ObjectMetricSource;
import dev.podo.model.autoscaling.v2.PodsMetricSource;
import dev.podo.model.autoscaling.v2.ResourceMetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a metric of an autoscaler must obey.
final class MetricRules {
  private static final List<String> TYPES =
      List.of("ContainerResource", "External", "Object", "Pods", AutoscalerMetrics.RESOURCE);
  private static final List<String> TARGETS =
      List.of(AutoscalerMetrics.UTILIZATION, "Value", "AverageValue");

  private MetricRules() {}

  static void checkReference(
      CrossVersionObjectReference reference, FieldPath at, Findings findings) {
    References.requirePathSegment(reference.kind(), at.child("kind"), findings);
    References.requirePathSegment(reference.name(), at.child("name"), findings);
  }

  static void check(MetricSpec metric, FieldPath at, Findings findings) {
    if (metric.type().isEmpty()) {
      findings.required(at.child("type"), "must specify a metric source type");
    }
    findings.oneOf(at.child("type"), metric.type(), TYPES);
    var present = checkSources(metric, at, findings);
    var expected =
        metric.type().isEmpty()
            ? ""
            : metric.type().equals("ContainerResource")
                ? "containerResource"
                : metric.type().toLowerCase(Locale.ROOT);
    if (!present.contains(expected)) {
      findings.required(
          at.child(expected), "must populate information for the given metric source");
    }
    if (present.size() != 1) {
      for (var other : present) {
        if (!other.equals(expected)) {
          findings.forbidden(at.child(other), "must populate the given metric source only");
        }
      }
    }
  }

  /// The names of the sources that are set; only the first is looked into.
  private static List<String> checkSources(MetricSpec metric, FieldPath at, Findings findings) {
    var present = new ArrayList<String>();
    for (var field : MetricSpec.SCHEMA.fields()) {
      if (metric.get(field.index()) instanceof Struct source) {
        if (present.isEmpty()) {
          checkSource(source, at.child(field.name()), findings);
        }
        present.add(field.name());
      }
    }
    return present;
  }

  private static void checkSource(Struct source, FieldPath at, Findings findings) {
    switch (source) {
      case ObjectMetricSource object -> {
        checkReference(object.describedObject(), at.child("describedObject"), findings);
        checkIdentifier(object.metric(), at.child("metric"), findings);
        checkAmounts(object.target(), at.child("target"), findings);
      }
      case ExternalMetricSource external -> {
        checkIdentifier(external.metric(), at.child("metric"), findings);
        checkAmounts(external.target(), at.child("target"), findings);
      }
      case PodsMetricSource pods -> {
        checkIdentifier(pods.metric(), at.child("metric"), findings);
        checkTarget(pods.target(), at.child("target"), findings);
        var average = pods.target().averageValue();
        if (average == null || average.signum() != 1) {
          findings.required(
              at.child("target", "averageValue"), "must specify a positive target averageValue");
        }
      }
      case ResourceMetricSource resource -> {
        if (resource.name().isEmpty()) {
          findings.required(at.child("name"), "must specify a resource name");
        }
        checkShare(resource.target(), at.child("target"), findings);
      }
      case ContainerResourceMetricSource resource -> {
        if (resource.name().isEmpty()) {
          findings.required(at.child("name"), "must specify a resource name");
        }
        if (resource.container().isEmpty()) {
          findings.required(at.child("container"), "must specify a container");
        }
        checkShare(resource.target(), at.child("target"), findings);
      }
      default -> {
        // There are no other sources.
      }
    }
  }

  private static void checkIdentifier(MetricIdentifier metric, FieldPath at, Findings findings) {
    if (metric.name().isEmpty()) {
      findings.required(at.child("name"), "must specify a metric name");
    } else {
      findings.invalidFor(at.child("name"), metric.name(), Names.pathSegment(metric.name()));
    }
  }

  private static void checkAmounts(MetricTarget target, FieldPath at, Findings findings) {
    checkTarget(target, at, findings);
    if (target.value() != null && target.averageValue() != null) {
      findings.forbidden(
          at.child("value"), "may not set both a target value for metric and a per-pod target");
    }
    if (target.value() == null && target.averageValue() == null) {
      findings.required(
          at.child("averageValue"),
          "must set either a target value for metric or a per-pod target");
    }
  }

  private static void checkShare(MetricTarget target, FieldPath at, Findings findings) {
    checkTarget(target, at, findings);
    if (target.averageUtilization() == null && target.averageValue() == null) {
      findings.required(
          at.child("averageUtilization"),
          "must set either a target raw value or a target utilization");
    }
    if (target.averageUtilization() != null && target.averageValue() != null) {
      findings.forbidden(
          at.child("averageValue"), "may not set both a target raw value and a target utilization");
    }
  }

  private static void checkTarget(MetricTarget target, FieldPath at, Findings findings) {
    if (target.type().isEmpty()) {
      findings.required(at.child("type"), "must specify a metric target type");
    }
    if (!TARGETS.contains(target.type())) {
      findings.invalid(
          at.child("type"), target.type(), "must be either Utilization, Value, or AverageValue");
    }
    checkPositive(target.value(), at.child("value"), findings);
    checkPositive(target.averageValue(), at.child("averageValue"), findings);
    var share = target.averageUtilization();
    if (share != null && share < 1) {
      findings.invalid(at.child("averageUtilization"), share, "must be greater than 0");
    }
  }

  private static void checkPositive(@Nullable Quantity amount, FieldPath at, Findings findings) {
    if (amount != null && amount.signum() != 1) {
      findings.invalid(at, amount.toString(), "must be positive");
    }
  }
}
