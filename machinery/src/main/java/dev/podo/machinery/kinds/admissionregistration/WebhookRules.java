package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.MatchCondition;
import dev.podo.model.admissionregistration.v1.MutatingWebhook;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import dev.podo.model.meta.v1.LabelSelector;
import java.util.HashSet;
import java.util.List;

/// What webhooks of both sorts must obey. What is wrong with those that are there already may stay.
final class WebhookRules {
  static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
  static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");
  static final List<String> REINVOCATION_POLICIES = List.of("IfNeeded", "Never");

  private static final FieldPath WEBHOOKS = FieldPath.root("webhooks");
  private static final List<String> HARMLESS = List.of("None", "NoneOnDryRun");
  private static final List<String> SIDE_EFFECTS =
      List.of("None", "NoneOnDryRun", "Some", "Unknown");
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
  private static final int CONDITIONS_MAX = 64;

  private WebhookRules() {}

  static ValidatingWebhook defaults(ValidatingWebhook hook) {
    return hook.with(b ->
        b.failurePolicy(Default.value(hook.failurePolicy(), "Fail"))
            .matchPolicy(Default.value(hook.matchPolicy(), "Equivalent"))
            .namespaceSelector(Default.value(hook.namespaceSelector(), LabelSelector.EMPTY))
            .objectSelector(Default.value(hook.objectSelector(), LabelSelector.EMPTY))
            .timeoutSeconds(Default.value(hook.timeoutSeconds(), 10))
            .rules(Default.each(hook.rules(), RuleRules::defaults))
            .clientConfig(ClientConfigRules.defaults(hook.clientConfig())));
  }

  static MutatingWebhook defaults(MutatingWebhook hook) {
    var common = defaults(common(hook));
    return hook.with(b ->
        b.failurePolicy(common.failurePolicy())
            .matchPolicy(common.matchPolicy())
            .namespaceSelector(common.namespaceSelector())
            .objectSelector(common.objectSelector())
            .timeoutSeconds(common.timeoutSeconds())
            .rules(common.rules())
            .clientConfig(common.clientConfig())
            .reinvocationPolicy(Default.value(hook.reinvocationPolicy(), "Never")));
  }

  /// All but what only a mutating webhook has.
  static ValidatingWebhook common(MutatingWebhook hook) {
    return ValidatingWebhook.builder()
        .name(hook.name())
        .clientConfig(hook.clientConfig())
        .rules(hook.rules())
        .failurePolicy(hook.failurePolicy())
        .matchPolicy(hook.matchPolicy())
        .namespaceSelector(hook.namespaceSelector())
        .objectSelector(hook.objectSelector())
        .sideEffects(hook.sideEffects())
        .timeoutSeconds(hook.timeoutSeconds())
        .admissionReviewVersions(hook.admissionReviewVersions())
        .matchConditions(hook.matchConditions())
        .build();
  }

  /// @param old as they are; none for new ones
  static void check(List<ValidatingWebhook> now, List<ValidatingWebhook> old, Findings findings) {
    var unique = old.stream().map(it -> it.name()).distinct().count() == old.size();
    var harmless =
        old.stream().allMatch(it -> HARMLESS.contains(Default.value(it.sideEffects(), "")));
    var recognized =
        old.stream()
            .allMatch(it ->
                it.admissionReviewVersions().isEmpty()
                    || it.admissionReviewVersions().stream().anyMatch(REVIEW_VERSIONS::contains));
    var names = new HashSet<String>();
    for (var i = 0; i < now.size(); i++) {
      var hook = now.get(i);
      var at = WEBHOOKS.index(i);
      check(hook, at, harmless ? HARMLESS : SIDE_EFFECTS, findings);
      checkVersions(
          hook.admissionReviewVersions(),
          at.child("admissionReviewVersions"),
          recognized,
          findings);
      if (!names.add(hook.name()) && unique && !hook.name().isEmpty()) {
        findings.duplicate(at.child("name"), hook.name());
      }
    }
  }

  private static void check(
      ValidatingWebhook hook, FieldPath at, List<String> sideEffects, Findings findings) {
    checkName(hook.name(), at.child("name"), findings);
    for (var i = 0; i < hook.rules().size(); i++) {
      RuleRules.check(hook.rules().get(i), at.child("rules").index(i), findings);
    }
    findings.oneOf(
        at.child("failurePolicy"), Default.value(hook.failurePolicy(), "Fail"), FAILURE_POLICIES);
    findings.oneOf(
        at.child("matchPolicy"), Default.value(hook.matchPolicy(), "Exact"), MATCH_POLICIES);
    var effects = hook.sideEffects();
    if (effects == null) {
      findings.required(
          at.child("sideEffects"), "must specify one of " + String.join(", ", sideEffects));
    } else {
      findings.oneOf(at.child("sideEffects"), effects, sideEffects);
    }
    var timeout = hook.timeoutSeconds();
    if (timeout != null && (timeout < 1 || timeout > 30)) {
      findings.invalid(
          at.child("timeoutSeconds"),
          timeout,
          "the timeout value must be between 1 and 30 seconds");
    }
    LabelSelectorRules.check(hook.namespaceSelector(), at.child("namespaceSelector"), findings);
    LabelSelectorRules.check(hook.objectSelector(), at.child("objectSelector"), findings);
    ClientConfigRules.check(hook.clientConfig(), at.child("clientConfig"), findings);
    checkConditions(hook.matchConditions(), at.child("matchConditions"), findings);
  }

  private static void checkName(String name, FieldPath at, Findings findings) {
    if (!findings.requireText(name, at)) {
      return;
    }
    var problems = Names.dns1123Subdomain(name);
    if (!problems.isEmpty()) {
      findings.invalid(at, name, String.join(",", problems));
    } else if (name.split("\\.", -1).length < 3) {
      findings.invalid(
          at, name, "should be a domain with at least three segments separated by dots");
    }
  }

  private static void checkVersions(
      List<String> versions, FieldPath at, boolean recognized, Findings findings) {
    var known = String.join(", ", REVIEW_VERSIONS);
    if (versions.isEmpty()) {
      findings.required(at, "must specify one of " + known);
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < versions.size(); i++) {
      if (seen.add(versions.get(i))) {
        findings.invalidFor(at.index(i), versions.get(i), Names.dns1035Label(versions.get(i)));
      } else {
        findings.invalid(at.index(i), versions.get(i), "duplicate version");
      }
    }
    if (recognized && versions.stream().noneMatch(REVIEW_VERSIONS::contains)) {
      findings.invalid(at, versions, "must include at least one of " + known);
    }
  }

  static void checkConditions(List<MatchCondition> conditions, FieldPath at, Findings findings) {
    findings.atMost(at, conditions.size(), CONDITIONS_MAX);
    var names = new HashSet<String>();
    for (var i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      findings.requireText(condition.expression().strip(), at.index(i).child("expression"));
      if (findings.requireText(condition.name(), at.index(i).child("name"))) {
        findings.invalidFor(
            at.index(i).child("name"), condition.name(), Names.qualifiedName(condition.name()));
        if (!names.add(condition.name())) {
          findings.duplicate(at.index(i).child("name"), condition.name());
        }
      }
    }
  }
}
