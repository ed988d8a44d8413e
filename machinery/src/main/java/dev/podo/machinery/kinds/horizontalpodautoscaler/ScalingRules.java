package dev.podo.machinery.kinds.horizontalpodautoscaler;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.model.autoscaling.v2.HPAScalingPolicy;
import dev.podo.model.autoscaling.v2.HPAScalingRules;
import dev.podo.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How fast an autoscaler may go in either direction.
final class ScalingRules {
  private static final int WINDOW_MAX_SECONDS = 3600;
  private static final int PERIOD_MAX_SECONDS = 1800;
  private static final int PERIOD_SECONDS = 15;
  private static final String MAX = "Max";
  private static final String PODS = "Pods";
  private static final String PERCENT = "Percent";

  private ScalingRules() {}

  static HorizontalPodAutoscalerBehavior defaults(HorizontalPodAutoscalerBehavior behavior) {
    var up =
        HPAScalingRules.builder()
            .stabilizationWindowSeconds(0)
            .selectPolicy(MAX)
            .policies(List.of(policy(PODS, 4), policy(PERCENT, 100)))
            .build();
    var down =
        HPAScalingRules.builder().selectPolicy(MAX).policies(List.of(policy(PERCENT, 100))).build();
    return behavior.with(b ->
        b.scaleUp(filled(behavior.scaleUp(), up)).scaleDown(filled(behavior.scaleDown(), down)));
  }

  private static HPAScalingPolicy policy(String type, int value) {
    return HPAScalingPolicy.builder().type(type).value(value).periodSeconds(PERIOD_SECONDS).build();
  }

  private static HPAScalingRules filled(@Nullable HPAScalingRules given, HPAScalingRules rules) {
    if (given == null) {
      return rules;
    }
    var window =
        given.stabilizationWindowSeconds() == null
            ? rules.stabilizationWindowSeconds()
            : given.stabilizationWindowSeconds();
    return given.with(b ->
        b.selectPolicy(Default.value(given.selectPolicy(), MAX))
            .policies(given.policies().isEmpty() ? rules.policies() : given.policies())
            .stabilizationWindowSeconds(window));
  }

  static void check(HorizontalPodAutoscalerBehavior behavior, FieldPath at, Findings findings) {
    check(behavior.scaleUp(), at.child("scaleUp"), findings);
    check(behavior.scaleDown(), at.child("scaleDown"), findings);
  }

  private static void check(@Nullable HPAScalingRules rules, FieldPath at, Findings findings) {
    if (rules == null) {
      return;
    }
    var window = Default.value(rules.stabilizationWindowSeconds(), 0);
    if (window < 0) {
      findings.invalid(
          at.child("stabilizationWindowSeconds"), window, "must be greater than or equal to zero");
    }
    findings.atMost(
        at.child("stabilizationWindowSeconds"),
        window,
        WINDOW_MAX_SECONDS,
        "must be less than or equal to " + WINDOW_MAX_SECONDS);
    var select = rules.selectPolicy();
    if (select != null) {
      findings.oneOf(at.child("selectPolicy"), select, List.of("Disabled", MAX, "Min"));
    }
    if (rules.policies().isEmpty()) {
      findings.required(at.child("policies"), "must specify at least one Policy");
    }
    for (var i = 0; i < rules.policies().size(); i++) {
      check(rules.policies().get(i), at.child("policies").index(i), findings);
    }
    var tolerance = rules.tolerance();
    if (tolerance != null) {
      ResourceLists.checkNotNegative(tolerance, at.child("tolerance"), findings);
    }
  }

  private static void check(HPAScalingPolicy policy, FieldPath at, Findings findings) {
    findings.oneOf(at.child("type"), policy.type(), List.of(PERCENT, PODS));
    if (policy.value() <= 0) {
      findings.invalid(at.child("value"), policy.value(), "must be greater than zero");
    }
    if (policy.periodSeconds() <= 0) {
      findings.invalid(
          at.child("periodSeconds"), policy.periodSeconds(), "must be greater than zero");
    }
    findings.atMost(
        at.child("periodSeconds"),
        policy.periodSeconds(),
        PERIOD_MAX_SECONDS,
        "must be less than or equal to " + PERIOD_MAX_SECONDS);
  }
}
