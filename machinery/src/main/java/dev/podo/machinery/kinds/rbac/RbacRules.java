package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.rbac.v1.PolicyRule;
import java.util.List;

/// What the rules of a role must obey.
final class RbacRules {
  private static final FieldPath RULES = FieldPath.root("rules");

  private RbacRules() {}

  static void check(List<PolicyRule> rules, boolean inNamespace, Findings findings) {
    for (var i = 0; i < rules.size(); i++) {
      check(rules.get(i), inNamespace, RULES.index(i), findings);
    }
  }

  private static void check(PolicyRule rule, boolean inNamespace, FieldPath at, Findings findings) {
    if (rule.verbs().isEmpty()) {
      findings.required(at.child("verbs"), "verbs must contain at least one value");
    }
    if (!rule.nonResourceURLs().isEmpty()) {
      var urls = at.child("nonResourceURLs");
      if (inNamespace) {
        findings.invalid(
            urls, rule.nonResourceURLs(), "namespaced rules cannot apply to non-resource URLs");
      }
      if (!rule.apiGroups().isEmpty()
          || !rule.resources().isEmpty()
          || !rule.resourceNames().isEmpty()) {
        findings.invalid(
            urls,
            rule.nonResourceURLs(),
            "rules cannot apply to both regular resources and non-resource URLs");
      }
      return;
    }
    if (rule.apiGroups().isEmpty()) {
      findings.required(at.child("apiGroups"), "resource rules must supply at least one api group");
    }
    if (rule.resources().isEmpty()) {
      findings.required(at.child("resources"), "resource rules must supply at least one resource");
    }
  }
}
