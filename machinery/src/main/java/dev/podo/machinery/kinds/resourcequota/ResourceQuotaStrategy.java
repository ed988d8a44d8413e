package dev.podo.machinery.kinds.resourcequota;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ResourceQuota;
import dev.podo.model.core.v1.ResourceQuotaSpec;
import dev.podo.model.core.v1.ResourceQuotaStatus;
import dev.podo.model.core.v1.ScopedResourceSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

final class ResourceQuotaStrategy
    extends StatusStrategy<ResourceQuota, ResourceQuotaSpec, ResourceQuotaStatus> {
  private static final String MUST_EXIST =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
          + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
          + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
  private static final List<Set<String>> CONFLICTING =
      List.of(
          Set.of(QuotaResources.BEST_EFFORT, "NotBestEffort"),
          Set.of("Terminating", "NotTerminating"));

  ResourceQuotaStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            ResourceQuota::withMetadata,
            ResourceQuota::spec,
            ResourceQuota::withSpec,
            ResourceQuota::status,
            ResourceQuota::withStatus,
            ResourceQuotaStatus.EMPTY),
        false);
  }

  @Override
  public ResourceQuota defaults(ResourceQuota quota) {
    var status = quota.status();
    return quota
        .withSpec(quota.spec().with(b -> b.hard(ResourceLists.rounded(quota.spec().hard()))))
        .withStatus(
            status.with(b ->
                b.hard(ResourceLists.rounded(status.hard()))
                    .used(ResourceLists.rounded(status.used()))));
  }

  @Override
  protected void check(ResourceQuota quota, Findings findings) {
    checkSpec(quota.spec(), findings);
    checkAmounts(quota.status().hard(), STATUS.child("hard"), findings);
    checkAmounts(quota.status().used(), STATUS.child("used"), findings);
  }

  private static void checkSpec(ResourceQuotaSpec spec, Findings findings) {
    checkAmounts(spec.hard(), SPEC.child("hard"), findings);
    var at = SPEC.child("scopes");
    for (var scope : spec.scopes()) {
      if (!QuotaResources.isScope(scope)) {
        findings.invalid(at, spec.scopes(), "unsupported scope");
        continue;
      }
      for (var name : spec.hard().keySet()) {
        if (!QuotaResources.fits(scope, name)) {
          findings.invalid(at, spec.scopes(), "unsupported scope applied to resource");
        }
      }
    }
    checkConflicts(spec.scopes(), spec, at, findings);
    var selector = spec.scopeSelector();
    if (selector != null) {
      var place = SPEC.child("scopeSelector", "matchExpressions");
      for (var requirement : selector.matchExpressions()) {
        checkRequirement(requirement, spec, place, findings);
      }
      var named =
          selector.matchExpressions().stream()
              .map(ScopedResourceSelectorRequirement::scopeName)
              .toList();
      checkConflicts(named, spec, place, findings);
    }
  }

  private static void checkConflicts(
      List<String> scopes, ResourceQuotaSpec spec, FieldPath at, Findings findings) {
    for (var pair : CONFLICTING) {
      if (scopes.containsAll(pair)) {
        findings.invalid(at, spec.scopes(), "conflicting scopes");
      }
    }
  }

  private static void checkAmounts(Map<String, Quantity> amounts, FieldPath at, Findings findings) {
    amounts.forEach((name, amount) -> {
      ResourceNames.checkOfQuota(name, at.key(name), findings);
      ResourceNames.checkAmount(name, amount, at.key(name), findings);
    });
  }

  private static void checkRequirement(
      ScopedResourceSelectorRequirement requirement,
      ResourceQuotaSpec spec,
      FieldPath at,
      Findings findings) {
    var scope = requirement.scopeName();
    if (!QuotaResources.isScope(scope)) {
      findings.invalid(at.child("scopeName"), scope, "unsupported scope");
    } else {
      for (var name : spec.hard().keySet()) {
        if (!QuotaResources.fits(scope, name)) {
          findings.invalid(at, spec.scopeSelector(), "unsupported scope applied to resource");
        }
      }
    }
    var takesValues =
        scope.equals("PriorityClass") || scope.equals(QuotaResources.VOLUME_ATTRIBUTES_CLASS);
    if (QuotaResources.isScope(scope) && !takesValues && !requirement.operator().equals("Exists")) {
      findings.invalid(at.child("operator"), requirement.operator(), MUST_EXIST);
    }
    switch (requirement.operator()) {
      case "In", "NotIn" -> {
        if (requirement.values().isEmpty()) {
          findings.required(
              at.child("values"),
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!requirement.values().isEmpty()) {
          findings.invalid(
              at.child("values"),
              requirement.values(),
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        }
      }
      default ->
          findings.invalid(
              at.child("operator"), requirement.operator(), "not a valid selector operator");
    }
  }

  @Override
  protected void checkUpdate(ResourceQuota now, ResourceQuota old, Findings findings) {
    checkSpec(now.spec(), findings);
    if (!new TreeSet<>(now.spec().scopes()).equals(new TreeSet<>(old.spec().scopes()))) {
      findings.add(FieldError.immutable(SPEC.child("scopes"), now.spec().scopes()));
    }
  }

  @Override
  protected void checkStatusUpdate(ResourceQuota now, ResourceQuota old, Findings findings) {
    checkAmounts(now.status().hard(), STATUS.child("hard"), findings);
    checkAmounts(now.status().used(), STATUS.child("used"), findings);
  }
}
