package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.autoscaling.v2.CrossVersionObjectReference;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import java.util.List;

final class AutoscalerStrategy
    extends StatusStrategy<
        HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus> {
  private static final int CPU_SHARE = 80;
  private static final FieldPath TARGET = SPEC.child("scaleTargetRef");

  AutoscalerStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            HorizontalPodAutoscaler::withMetadata,
            HorizontalPodAutoscaler::spec,
            HorizontalPodAutoscaler::withSpec,
            HorizontalPodAutoscaler::status,
            HorizontalPodAutoscaler::withStatus,
            HorizontalPodAutoscalerStatus.EMPTY));
  }

  @Override
  public HorizontalPodAutoscaler defaults(HorizontalPodAutoscaler autoscaler) {
    var spec = autoscaler.spec();
    return autoscaler.withSpec(
        spec.with(b ->
            b.minReplicas(Default.value(spec.minReplicas(), 1))
                .metrics(
                    spec.metrics().isEmpty()
                        ? List.of(AutoscalerMetrics.cpu(CPU_SHARE))
                        : spec.metrics())
                .behavior(Default.within(spec.behavior(), ScalingRules::defaults))));
  }

  @Override
  protected void check(HorizontalPodAutoscaler autoscaler, Findings findings) {
    checkSpec(autoscaler.spec(), findings);
    checkApiVersion(autoscaler.spec().scaleTargetRef(), findings);
  }

  @Override
  protected void checkUpdate(
      HorizontalPodAutoscaler now, HorizontalPodAutoscaler old, Findings findings) {
    checkSpec(now.spec(), findings);
    var target = now.spec().scaleTargetRef();
    var before = old.spec().scaleTargetRef();
    if (!target.kind().equals(before.kind()) || !target.apiVersion().equals(before.apiVersion())) {
      checkApiVersion(target, findings);
    }
  }

  private static void checkSpec(HorizontalPodAutoscalerSpec spec, Findings findings) {
    var min = spec.minReplicas();
    if (min != null && min < 1) {
      findings.invalid(SPEC.child("minReplicas"), min, "must be greater than or equal to 1");
    }
    if (spec.maxReplicas() < 1) {
      findings.invalid(SPEC.child("maxReplicas"), spec.maxReplicas(), "must be greater than 0");
    }
    if (min != null && spec.maxReplicas() < min) {
      findings.invalid(
          SPEC.child("maxReplicas"),
          spec.maxReplicas(),
          "must be greater than or equal to `minReplicas`");
    }
    MetricRules.checkReference(spec.scaleTargetRef(), TARGET, findings);
    for (var i = 0; i < spec.metrics().size(); i++) {
      MetricRules.check(spec.metrics().get(i), SPEC.child("metrics").index(i), findings);
    }
    var behavior = spec.behavior();
    if (behavior != null) {
      ScalingRules.check(behavior, SPEC.child("behavior"), findings);
    }
  }

  /// Only ReplicationControllers are of the core group and can be scaled.
  private static void checkApiVersion(CrossVersionObjectReference target, Findings findings) {
    var at = TARGET.child("apiVersion");
    try {
      var parsed = GroupVersion.parse(target.apiVersion());
      if (parsed.group().isEmpty() && !target.kind().equals("ReplicationController")) {
        findings.invalid(at, target.apiVersion(), "apiVersion must specify API group");
      }
    } catch (IllegalArgumentException malformed) {
      findings.invalid(at, target.apiVersion(), String.valueOf(malformed.getMessage()));
    }
  }

  @Override
  protected void checkStatusUpdate(
      HorizontalPodAutoscaler now, HorizontalPodAutoscaler old, Findings findings) {
    findings.nonNegative(STATUS.child("currentReplicas"), now.status().currentReplicas());
    findings.nonNegative(STATUS.child("desiredReplicas"), now.status().desiredReplicas());
  }
}
