package dev.podo.machinery.kinds.daemonset;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Amounts;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.apps.v1.DaemonSetSpec;
import dev.podo.model.apps.v1.DaemonSetUpdateStrategy;
import dev.podo.model.apps.v1.RollingUpdateDaemonSet;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;

/// What the spec of a DaemonSet must obey.
final class DaemonSetRules {
  private DaemonSetRules() {}

  static void check(DaemonSetSpec spec, FieldPath at, Findings findings) {
    var selector = spec.selector();
    if (selector == null) {
      findings.required(at.child("selector"));
    } else {
      LabelSelectorRules.check(selector, at.child("selector"), findings);
      checkMatch(selector, spec.template(), at.child("template"), findings);
      if (LabelSelectorRules.isEmpty(selector)) {
        findings.invalid(at.child("selector"), selector, "empty selector is invalid for daemonset");
      }
    }
    PodTemplates.check(spec.template(), at.child("template"), findings);
    PodTemplates.checkRunsForEver(spec.template(), at.child("template"), "DaemonSet", findings);
    findings.nonNegative(at.child("minReadySeconds"), spec.minReadySeconds());
    checkStrategy(spec.updateStrategy(), at.child("updateStrategy"), findings);
    findings.nonNegativeIfThere(at.child("revisionHistoryLimit"), spec.revisionHistoryLimit());
  }

  private static void checkMatch(
      LabelSelector selector, PodTemplateSpec template, FieldPath at, Findings findings) {
    try {
      PodTemplates.checkLabels(LabelPredicate.of(selector), template, at, findings);
    } catch (IllegalArgumentException malformed) {
      // What is wrong with the selector has been said.
    }
  }

  private static void checkStrategy(
      DaemonSetUpdateStrategy strategy, FieldPath at, Findings findings) {
    switch (strategy.type()) {
      case DaemonSets.ON_DELETE -> {
        // Nothing more to say.
      }
      case DaemonSets.ROLLING_UPDATE -> {
        var rolling = strategy.rollingUpdate();
        if (rolling == null) {
          findings.required(at.child("rollingUpdate"));
        } else {
          checkRolling(rolling, at.child("rollingUpdate"), findings);
        }
      }
      default ->
          findings.notSupported(
              at, strategy, List.of(DaemonSets.ROLLING_UPDATE, DaemonSets.ON_DELETE));
    }
  }

  private static void checkRolling(
      RollingUpdateDaemonSet rolling, FieldPath at, Findings findings) {
    var mayBeMissing = Amounts.of(rolling.maxUnavailable()) != 0;
    var mayBeMore = Amounts.of(rolling.maxSurge()) != 0;
    if (mayBeMissing && mayBeMore) {
      findings.invalid(
          at.child("maxSurge"),
          rolling.maxSurge(),
          "may not be set when maxUnavailable is non-zero");
    } else if (!mayBeMissing && !mayBeMore) {
      findings.required(at.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
    }
    Amounts.check(rolling.maxUnavailable(), at.child("maxUnavailable"), findings);
    Amounts.checkAtMostAll(rolling.maxUnavailable(), at.child("maxUnavailable"), findings);
    Amounts.check(rolling.maxSurge(), at.child("maxSurge"), findings);
    Amounts.checkAtMostAll(rolling.maxSurge(), at.child("maxSurge"), findings);
  }
}
