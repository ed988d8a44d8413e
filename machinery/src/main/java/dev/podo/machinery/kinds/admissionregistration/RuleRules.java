package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.NamedRuleWithOperations;
import dev.podo.model.admissionregistration.v1.RuleWithOperations;
import java.util.HashSet;
import java.util.List;

/// Which requests somebody has a say in.
final class RuleRules {
  private static final String ALL = "*";
  private static final List<String> OPERATIONS =
      List.of(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE");

  private RuleRules() {}

  static RuleWithOperations defaults(RuleWithOperations rule) {
    return rule.with(b -> b.scope(Default.value(rule.scope(), ALL)));
  }

  static NamedRuleWithOperations defaults(NamedRuleWithOperations rule) {
    return rule.with(b -> b.scope(Default.value(rule.scope(), ALL)));
  }

  static RuleWithOperations unnamed(NamedRuleWithOperations rule) {
    return RuleWithOperations.builder()
        .operations(rule.operations())
        .apiGroups(rule.apiGroups())
        .apiVersions(rule.apiVersions())
        .resources(rule.resources())
        .scope(rule.scope())
        .build();
  }

  static void check(RuleWithOperations rule, FieldPath at, Findings findings) {
    var operations = rule.operations();
    requireSome(operations, at.child("operations"), findings);
    checkAlone(operations, at.child("operations"), "operations", findings);
    for (var i = 0; i < operations.size(); i++) {
      findings.oneOf(at.child("operations").index(i), operations.get(i), OPERATIONS);
    }
    requireSome(rule.apiGroups(), at.child("apiGroups"), findings);
    checkAlone(rule.apiGroups(), at.child("apiGroups"), "API groups", findings);
    requireSome(rule.apiVersions(), at.child("apiVersions"), findings);
    checkAlone(rule.apiVersions(), at.child("apiVersions"), "API versions", findings);
    for (var i = 0; i < rule.apiVersions().size(); i++) {
      findings.requireText(rule.apiVersions().get(i), at.child("apiVersions").index(i));
    }
    checkResources(rule.resources(), at.child("resources"), findings);
    var scope = rule.scope();
    if (scope != null) {
      findings.oneOf(at.child("scope"), scope, List.of(ALL, "Cluster", "Namespaced"));
    }
  }

  private static void requireSome(List<String> list, FieldPath at, Findings findings) {
    if (list.isEmpty()) {
      findings.required(at);
    }
  }

  private static void checkAlone(List<String> list, FieldPath at, String what, Findings findings) {
    if (list.size() > 1 && list.contains(ALL)) {
      findings.invalid(at, list, "if '*' is present, must not specify other " + what);
    }
  }

  private static void checkResources(List<String> resources, FieldPath at, Findings findings) {
    requireSome(resources, at, findings);
    var allPartsOf = new HashSet<String>();
    var partOfAll = new HashSet<String>();
    var hasWhole = false;
    for (var i = 0; i < resources.size(); i++) {
      var resource = resources.get(i);
      if (!findings.requireText(resource, at.index(i))) {
        continue;
      }
      var slash = resource.indexOf('/');
      if (slash < 0) {
        hasWhole = !resource.equals(ALL);
        continue;
      }
      var whole = resource.substring(0, slash);
      var part = resource.substring(slash + 1);
      if (allPartsOf.contains(whole)) {
        findings.invalid(
            at.index(i), resource, "if '" + whole + "/*' is present, must not specify " + resource);
      }
      if (partOfAll.contains(part)) {
        findings.invalid(
            at.index(i), resource, "if '*/" + part + "' is present, must not specify " + resource);
      }
      if (part.equals(ALL)) {
        allPartsOf.add(whole);
      }
      if (whole.equals(ALL)) {
        partOfAll.add(part);
      }
    }
    if (resources.size() > 1 && resources.contains("*/*")) {
      findings.invalid(at, resources, "if '*/*' is present, must not specify other resources");
    }
    if (resources.contains(ALL) && hasWhole) {
      findings.invalid(
          at,
          resources,
          "if '*' is present, must not specify other resources without subresources");
    }
  }
}
