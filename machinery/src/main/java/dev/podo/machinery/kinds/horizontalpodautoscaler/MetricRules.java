package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.kinds.metadata.ResourceNames;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a metric of an autoscaler must obey.
final class MetricRules {
  private static final String OBJECT = "Object";
  private static final String EXTERNAL = "External";
  private static final List<String> TYPES =
      List.of("ContainerResource", EXTERNAL, OBJECT, "Pods", AutoscalerMetrics.RESOURCE);
  private static final List<String> TARGETS =
      List.of(AutoscalerMetrics.UTILIZATION, "Value", "AverageValue");

  private MetricRules() {}

  static void checkReference(
      CrossVersionObjectReference reference, FieldPath at, Findings findings) {
    References.requirePathSegment(reference.kind(), at.child("kind"), findings);
    References.requirePathSegment(reference.name(), at.child("name"), findings);
  }

  /// The version that a reference names must have a group, unless the core group will do.
  static void checkApiVersion(
      CrossVersionObjectReference reference, boolean mayBeCore, FieldPath at, Findings findings) {
    var problem = versionProblem(reference.apiVersion(), mayBeCore);
    if (problem != null) {
      findings.invalid(at.child("apiVersion"), reference.apiVersion(), problem);
    }
  }

  private static @Nullable String versionProblem(String apiVersion, boolean mayBeCore) {
    try {
      var isCore = GroupVersion.parse(apiVersion).group().isEmpty();
      return isCore && !mayBeCore ? "apiVersion must specify API group" : null;
    } catch (IllegalArgumentException malformed) {
      return String.valueOf(malformed.getMessage());
    }
  }

  /// Whether the metric is one of something else than the Pods, hence there without any of them.
  static boolean isOfOthers(MetricSpec metric) {
    return metric.type().equals(OBJECT) || metric.type().equals(EXTERNAL);
  }

  /// @param old whose malformed references may stay malformed
  static void checkAll(
      List<MetricSpec> metrics, List<MetricSpec> old, FieldPath at, Findings findings) {
    var mayBeMalformed = old.stream().anyMatch(MetricRules::isMalformed);
    for (var i = 0; i < metrics.size(); i++) {
      check(metrics.get(i), mayBeMalformed, at.index(i), findings);
    }
  }

  private static boolean isMalformed(MetricSpec metric) {
    var object = metric.object();
    return metric.type().equals(OBJECT)
        && object != null
        && versionProblem(object.describedObject().apiVersion(), true) != null;
  }

  private static void check(
      MetricSpec metric, boolean mayBeMalformed, FieldPath at, Findings findings) {
    if (metric.type().isEmpty()) {
      findings.required(at.child("type"), "must specify a metric source type");
    }
    findings.oneOf(at.child("type"), metric.type(), TYPES);
    var present = checkSources(metric, mayBeMalformed, at, findings);
    var expected =
        metric.type().equals("ContainerResource")
            ? "containerResource"
            : metric.type().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(metric.type())) {
      // Upstream says so twice.
      findings.notSupported(at.child("type"), metric.type(), TYPES);
    } else if (!present.contains(expected)) {
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
  private static List<String> checkSources(
      MetricSpec metric, boolean mayBeMalformed, FieldPath at, Findings findings) {
    var present = new ArrayList<String>();
    var sources = new LinkedHashMap<String, @Nullable Struct>();
    sources.put("object", metric.object());
    sources.put("external", metric.external());
    sources.put("pods", metric.pods());
    sources.put("resource", metric.resource());
    sources.put("containerResource", metric.containerResource());
    sources.forEach((name, source) -> {
      if (source != null) {
        if (present.isEmpty()) {
          checkSource(source, mayBeMalformed, at.child(name), findings);
        }
        present.add(name);
      }
    });
    return present;
  }

  private static void checkSource(
      Struct source, boolean mayBeMalformed, FieldPath at, Findings findings) {
    switch (source) {
      case ObjectMetricSource object -> {
        checkReference(object.describedObject(), at.child("describedObject"), findings);
        if (!mayBeMalformed) {
          checkApiVersion(object.describedObject(), true, at.child("describedObject"), findings);
        }
        checkIdentifier(object.metric(), at.child("metric"), findings);
        checkTarget(object.target(), at.child("target"), findings);
        if (object.target().value() == null && object.target().averageValue() == null) {
          findings.required(
              at.child("target", "averageValue"), "must set either a target value or averageValue");
        }
      }
      case ExternalMetricSource external -> {
        checkIdentifier(external.metric(), at.child("metric"), findings);
        checkAmounts(external.target(), at.child("target"), findings);
      }
      case PodsMetricSource pods -> {
        checkIdentifier(pods.metric(), at.child("metric"), findings);
        checkTarget(pods.target(), at.child("target"), findings);
        if (pods.target().averageValue() == null) {
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
        } else {
          ResourceNames.checkOfContainer(resource.name(), at.child("name"), findings);
        }
        var container = resource.container();
        if (container.isEmpty()) {
          findings.required(at.child("container"), "must specify a container");
        } else {
          findings.invalidFor(at.child("container"), container, Names.dns1123Label(container));
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
    if (target.value() == null && target.averageValue() == null) {
      findings.required(
          at.child("averageValue"),
          "must set either a target value for metric or a per-pod target");
    }
    if (target.value() != null && target.averageValue() != null) {
      findings.forbidden(
          at.child("value"), "may not set both a target value for metric and a per-pod target");
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
