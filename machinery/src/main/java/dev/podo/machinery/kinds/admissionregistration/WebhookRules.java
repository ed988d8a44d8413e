package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.MutatingWebhook;
import dev.podo.model.admissionregistration.v1.ValidatingWebhook;
import dev.podo.model.meta.v1.LabelSelector;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private final Findings findings;

  WebhookRules(Findings findings) {
    this.findings = findings;
  }

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

  /// What of the old webhooks was wrong already, and may hence be wrong in the new ones.
  private record Leniency(
      boolean repeatedNames,
      boolean sideEffects,
      boolean unknownVersions,
      boolean selectors,
      boolean conditions) {
    static Leniency of(List<ValidatingWebhook> now, List<ValidatingWebhook> old) {
      var conditions = old.stream().map(ValidatingWebhook::matchConditions).toList();
      return new Leniency(
          old.stream().map(it -> it.name()).distinct().count() < old.size(),
          !old.stream().allMatch(it -> HARMLESS.contains(Default.value(it.sideEffects(), ""))),
          !old.stream().allMatch(it -> hasKnownVersion(it.admissionReviewVersions())),
          old.stream().anyMatch(WebhookRules::hasWrongSelector),
          !old.isEmpty()
              && conditions.equals(now.stream().map(ValidatingWebhook::matchConditions).toList()));
    }
  }

  private static boolean hasKnownVersion(List<String> versions) {
    return versions.isEmpty() || versions.stream().anyMatch(REVIEW_VERSIONS::contains);
  }

  private static boolean hasWrongSelector(ValidatingWebhook hook) {
    var found = new Findings();
    LabelSelectorRules.check(hook.namespaceSelector(), WEBHOOKS, found);
    LabelSelectorRules.check(hook.objectSelector(), WEBHOOKS, found);
    return !found.isEmpty();
  }

  /// @param old as they are; none for new ones
  void check(List<ValidatingWebhook> now, List<ValidatingWebhook> old) {
    var leniency = Leniency.of(now, old);
    var names = new HashSet<String>();
    for (var i = 0; i < now.size(); i++) {
      var hook = now.get(i);
      var at = WEBHOOKS.index(i);
      check(hook, at, leniency);
      checkVersions(
          hook.admissionReviewVersions(),
          at.child("admissionReviewVersions"),
          !leniency.unknownVersions());
      if (!names.add(hook.name()) && !leniency.repeatedNames() && !hook.name().isEmpty()) {
        findings.duplicate(at.child("name"), hook.name());
      }
    }
  }

  private void check(ValidatingWebhook hook, FieldPath at, Leniency leniency) {
    checkName(hook.name(), at.child("name"));
    for (var i = 0; i < hook.rules().size(); i++) {
      RuleRules.check(hook.rules().get(i), at.child("rules").index(i), findings);
    }
    findings.oneOf(
        at.child("failurePolicy"), Default.value(hook.failurePolicy(), "Fail"), FAILURE_POLICIES);
    findings.oneOf(
        at.child("matchPolicy"), Default.value(hook.matchPolicy(), "Exact"), MATCH_POLICIES);
    checkSideEffects(hook, at.child("sideEffects"), leniency.sideEffects());
    var timeout = hook.timeoutSeconds();
    if (timeout != null && (timeout < 1 || timeout > 30)) {
      findings.invalid(
          at.child("timeoutSeconds"),
          timeout,
          "the timeout value must be between 1 and 30 seconds");
    }
    checkSelector(hook.namespaceSelector(), at.child("namespaceSelector"), leniency);
    checkSelector(hook.objectSelector(), at.child("objectSelector"), leniency);
    ClientConfigRules.check(hook.clientConfig(), at.child("clientConfig"), findings);
    if (!leniency.conditions()) {
      var expressions = new Expressions(false, findings);
      expressions.checkConditions(hook.matchConditions(), at.child("matchConditions"));
    }
  }

  private void checkSideEffects(ValidatingWebhook hook, FieldPath at, boolean any) {
    var allowed = any ? SIDE_EFFECTS : HARMLESS;
    var effects = hook.sideEffects();
    if (effects == null) {
      findings.required(at, "must specify one of " + String.join(", ", allowed));
    } else {
      findings.oneOf(at, effects, allowed);
    }
  }

  private void checkSelector(@Nullable LabelSelector selector, FieldPath at, Leniency leniency) {
    if (leniency.selectors()) {
      LabelSelectorRules.checkForm(selector, at, findings);
    } else {
      LabelSelectorRules.check(selector, at, findings);
    }
  }

  private void checkName(String name, FieldPath at) {
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

  private void checkVersions(List<String> versions, FieldPath at, boolean recognized) {
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
}
