package dev.podo.machinery.kinds.poddisruptionbudget;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Amounts;
import dev.podo.machinery.kinds.metadata.Conditions;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.policy.v1.PodDisruptionBudget;
import dev.podo.model.policy.v1.PodDisruptionBudgetSpec;
import dev.podo.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class PodDisruptionBudgetStrategy
    extends StatusStrategy<
        PodDisruptionBudget, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus> {
  private static final FieldPath SELECTOR = SPEC.child("selector");

  PodDisruptionBudgetStrategy() {
    super(
        new MetadataRules(true, NameRule.PATH_SEGMENT),
        new Parts<>(
            PodDisruptionBudget::withMetadata,
            PodDisruptionBudget::spec,
            PodDisruptionBudget::withSpec,
            PodDisruptionBudget::status,
            PodDisruptionBudget::withStatus,
            PodDisruptionBudgetStatus.EMPTY));
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(PodDisruptionBudget budget, Findings findings) {
    check(budget.spec(), LabelSelectorRules::check, findings);
  }

  /// A selector that was wrong may keep values that no label has.
  @Override
  protected void checkUpdate(PodDisruptionBudget now, PodDisruptionBudget old, Findings findings) {
    var before = new Findings();
    LabelSelectorRules.check(old.spec().selector(), SELECTOR, before);
    check(
        now.spec(),
        before.isEmpty() ? LabelSelectorRules::check : LabelSelectorRules::checkForm,
        findings);
  }

  @FunctionalInterface
  private interface SelectorCheck {
    void check(@Nullable LabelSelector selector, FieldPath at, Findings findings);
  }

  private static void check(
      PodDisruptionBudgetSpec spec, SelectorCheck selectors, Findings findings) {
    if (spec.minAvailable() != null && spec.maxUnavailable() != null) {
      findings.invalid(SPEC, spec, "minAvailable and maxUnavailable cannot be both set");
    }
    Amounts.check(spec.minAvailable(), SPEC.child("minAvailable"), findings);
    Amounts.checkAtMostAll(spec.minAvailable(), SPEC.child("minAvailable"), findings);
    Amounts.check(spec.maxUnavailable(), SPEC.child("maxUnavailable"), findings);
    Amounts.checkAtMostAll(spec.maxUnavailable(), SPEC.child("maxUnavailable"), findings);
    selectors.check(spec.selector(), SELECTOR, findings);
    var policy = spec.unhealthyPodEvictionPolicy();
    if (policy != null) {
      findings.oneOf(
          SPEC.child("unhealthyPodEvictionPolicy"),
          policy,
          List.of(PodDisruptionBudgets.ALWAYS_ALLOW, PodDisruptionBudgets.IF_HEALTHY_BUDGET));
    }
  }

  @Override
  protected void checkStatusUpdate(
      PodDisruptionBudget now, PodDisruptionBudget old, Findings findings) {
    var status = now.status();
    Conditions.check(status.conditions(), STATUS.child("conditions"), findings);
    findings.nonNegative(STATUS.child("disruptionsAllowed"), status.disruptionsAllowed());
    findings.nonNegative(STATUS.child("currentHealthy"), status.currentHealthy());
    findings.nonNegative(STATUS.child("desiredHealthy"), status.desiredHealthy());
    findings.nonNegative(STATUS.child("expectedPods"), status.expectedPods());
  }
}
