package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.autoscaling.v2.CrossVersionObjectReference;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscaler;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class AutoscalerStrategy
    extends StatusStrategy<
        HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus> {
  private static final int CPU_SHARE = 80;
  private static final FieldPath METRICS = SPEC.child("metrics");
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
            HorizontalPodAutoscalerStatus.EMPTY),
        false);
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
    checkSpec(autoscaler.spec(), null, findings);
  }

  @Override
  protected void checkUpdate(
      HorizontalPodAutoscaler now, HorizontalPodAutoscaler old, Findings findings) {
    checkSpec(now.spec(), old.spec(), findings);
  }

  /// @param old null for a new object; what is wrong with an old one may stay
  private static void checkSpec(
      HorizontalPodAutoscalerSpec spec,
      @Nullable HorizontalPodAutoscalerSpec old,
      Findings findings) {
    checkBounds(spec, old, findings);
    var target = spec.scaleTargetRef();
    MetricRules.checkReference(target, TARGET, findings);
    if (old == null || !isOfSameKind(target, old.scaleTargetRef())) {
      // Only ReplicationControllers are of the core group and can be scaled.
      MetricRules.checkApiVersion(
          target, target.kind().equals("ReplicationController"), TARGET, findings);
    }
    MetricRules.checkAll(
        spec.metrics(), old == null ? List.of() : old.metrics(), METRICS, findings);
    if (isZero(spec.minReplicas()) && spec.metrics().stream().noneMatch(MetricRules::isOfOthers)) {
      findings.forbidden(
          METRICS,
          "must specify at least one Object or External metric to support scaling to zero"
              + " replicas");
    }
    var behavior = spec.behavior();
    if (behavior != null) {
      ScalingRules.check(behavior, SPEC.child("behavior"), findings);
    }
  }

  private static void checkBounds(
      HorizontalPodAutoscalerSpec spec,
      @Nullable HorizontalPodAutoscalerSpec old,
      Findings findings) {
    var min = spec.minReplicas();
    var least = old != null && isZero(old.minReplicas()) ? 0 : 1;
    if (min != null && min < least) {
      findings.invalid(SPEC.child("minReplicas"), min, "must be greater than or equal to " + least);
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
  }

  private static boolean isZero(@Nullable Integer replicas) {
    return replicas != null && replicas == 0;
  }

  private static boolean isOfSameKind(
      CrossVersionObjectReference target, CrossVersionObjectReference before) {
    return target.kind().equals(before.kind()) && target.apiVersion().equals(before.apiVersion());
  }

  @Override
  protected void checkStatusUpdate(
      HorizontalPodAutoscaler now, HorizontalPodAutoscaler old, Findings findings) {
    findings.nonNegative(STATUS.child("currentReplicas"), now.status().currentReplicas());
    findings.nonNegative(STATUS.child("desiredReplicas"), now.status().desiredReplicas());
  }
}
