package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.flowcontrol.v1.NonResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.PolicyRulesWithSubjects;
import dev.podo.model.flowcontrol.v1.ResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.ServiceAccountSubject;
import dev.podo.model.flowcontrol.v1.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules of a FlowSchema must obey.
final class FlowRules {
  private static final List<String> VERBS =
      List.of(
          "create",
          "delete",
          "deletecollection",
          "get",
          "list",
          "patch",
          "proxy",
          "update",
          "watch");

  private FlowRules() {}

  static void check(PolicyRulesWithSubjects rules, FieldPath at, Findings findings) {
    if (rules.subjects().isEmpty()) {
      findings.required(at.child("subjects"), "subjects must contain at least one value");
    }
    for (var i = 0; i < rules.subjects().size(); i++) {
      check(rules.subjects().get(i), at.child("subjects").index(i), findings);
    }
    if (rules.resourceRules().isEmpty() && rules.nonResourceRules().isEmpty()) {
      findings.required(
          at, "at least one of resourceRules and nonResourceRules has to be non-empty");
    }
    for (var i = 0; i < rules.resourceRules().size(); i++) {
      check(rules.resourceRules().get(i), at.child("resourceRules").index(i), findings);
    }
    for (var i = 0; i < rules.nonResourceRules().size(); i++) {
      check(rules.nonResourceRules().get(i), at.child("nonResourceRules").index(i), findings);
    }
  }

  private static void check(Subject subject, FieldPath at, Findings findings) {
    var user = subject.user();
    var group = subject.group();
    switch (subject.kind()) {
      case FlowSchemas.SERVICE_ACCOUNT -> {
        check(subject.serviceAccount(), at.child("serviceAccount"), findings);
        checkAbsent(user, "user", FlowSchemas.USER, at, findings);
        checkAbsent(group, "group", FlowSchemas.USERS, at, findings);
      }
      case FlowSchemas.USER -> {
        checkNamed(user == null ? null : user.name(), "user", FlowSchemas.USER, at, findings);
        checkAbsent(
            subject.serviceAccount(), "serviceAccount", FlowSchemas.SERVICE_ACCOUNT, at, findings);
        checkAbsent(group, "group", FlowSchemas.USERS, at, findings);
      }
      case FlowSchemas.USERS -> {
        checkNamed(group == null ? null : group.name(), "group", FlowSchemas.USERS, at, findings);
        checkAbsent(
            subject.serviceAccount(), "serviceAccount", FlowSchemas.SERVICE_ACCOUNT, at, findings);
        checkAbsent(user, "user", FlowSchemas.USER, at, findings);
      }
      default ->
          findings.notSupported(
              at.child("kind"),
              subject.kind(),
              List.of(FlowSchemas.USERS, FlowSchemas.SERVICE_ACCOUNT, FlowSchemas.USER));
    }
  }

  private static void check(
      @Nullable ServiceAccountSubject account, FieldPath at, Findings findings) {
    if (account == null) {
      findings.required(at, "serviceAccount is required when subject kind is 'ServiceAccount'");
      return;
    }
    var name = account.name();
    if (findings.requireText(name, at.child("name")) && !name.equals(FlowSchemas.ALL)) {
      findings.invalidFor(at.child("name"), name, Names.dns1123Subdomain(name));
    }
    var namespace = account.namespace();
    if (namespace.isEmpty()) {
      findings.required(at.child("namespace"), "must specify namespace for service account");
    } else {
      findings.invalidFor(at.child("namespace"), namespace, Names.dns1123Label(namespace));
    }
  }

  private static void checkNamed(
      @Nullable String name, String field, String kind, FieldPath at, Findings findings) {
    if (name == null) {
      findings.required(
          at.child(field), field + " is required when subject kind is '" + kind + "'");
    } else {
      findings.requireText(name, at.child(field).child("name"));
    }
  }

  private static void checkAbsent(
      @Nullable Object part, String field, String kind, FieldPath at, Findings findings) {
    if (part != null) {
      findings.forbidden(
          at.child(field), field + " is forbidden when subject kind is not '" + kind + "'");
    }
  }

  private static void check(ResourcePolicyRule rule, FieldPath at, Findings findings) {
    checkVerbs(rule.verbs(), at.child("verbs"), findings);
    if (rule.apiGroups().isEmpty()) {
      findings.required(at.child("apiGroups"), "resource rules must supply at least one api group");
    }
    checkAlone(rule.apiGroups(), "api groups", at.child("apiGroups"), findings);
    if (rule.resources().isEmpty()) {
      findings.required(at.child("resources"), "resource rules must supply at least one resource");
    }
    checkAlone(rule.resources(), "resources", at.child("resources"), findings);
    checkNamespaces(rule, at.child("namespaces"), findings);
  }

  private static void checkNamespaces(ResourcePolicyRule rule, FieldPath at, Findings findings) {
    var namespaces = rule.namespaces();
    if (namespaces.isEmpty() && !rule.clusterScope()) {
      findings.required(
          at, "resource rules that are not cluster scoped must supply at least one namespace");
    }
    if (namespaces.contains(FlowSchemas.ALL)) {
      checkAlone(namespaces, "namespaces", at, findings);
      return;
    }
    for (var i = 0; i < namespaces.size(); i++) {
      for (var problem : Names.dns1123Label(namespaces.get(i))) {
        findings.invalid(
            at.index(i),
            namespaces.get(i),
            "each member of this list must be '*' or a DNS-1123 label; " + problem);
      }
    }
  }

  private static void check(NonResourcePolicyRule rule, FieldPath at, Findings findings) {
    checkVerbs(rule.verbs(), at.child("verbs"), findings);
    var urls = rule.nonResourceURLs();
    var where = at.child("nonResourceURLs");
    if (urls.isEmpty()) {
      findings.required(where, "nonResourceURLs must contain at least one value");
    }
    if (urls.contains(FlowSchemas.ALL)) {
      checkAlone(urls, "non-resource URLs", where, findings);
      return;
    }
    for (var i = 0; i < urls.size(); i++) {
      var problem = pathProblem(urls.get(i));
      if (!problem.isEmpty()) {
        findings.invalid(where.index(i), urls.get(i), problem);
      }
    }
  }

  private static String pathProblem(String path) {
    if (path.isEmpty()) {
      return "must not be empty";
    }
    if (!path.startsWith("/")) {
      return "must start with slash";
    }
    if (path.contains(" ")) {
      return "must not contain white-space";
    }
    if (path.contains("//")) {
      return "must not contain double slash";
    }
    var star = path.indexOf('*');
    return star < 0 || (star == path.length() - 1 && path.endsWith("/*"))
        ? ""
        : "wildcard can only do suffix matching";
  }

  private static void checkVerbs(List<String> verbs, FieldPath at, Findings findings) {
    if (verbs.isEmpty()) {
      findings.required(at, "verbs must contain at least one value");
    } else if (verbs.contains(FlowSchemas.ALL)) {
      checkAlone(verbs, "verbs", at, findings);
    } else if (!VERBS.containsAll(verbs)) {
      findings.notSupported(at, verbs, VERBS);
    }
  }

  /// Whoever says "all" has nothing to add.
  private static void checkAlone(
      List<String> values, String what, FieldPath at, Findings findings) {
    if (values.size() > 1 && values.contains(FlowSchemas.ALL)) {
      findings.invalid(at, values, "if '*' is present, must not specify other " + what);
    }
  }
}
