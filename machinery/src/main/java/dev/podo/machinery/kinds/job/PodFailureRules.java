package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.batch.v1.JobSpec;
import dev.podo.model.batch.v1.PodFailurePolicy;
import dev.podo.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import dev.podo.model.batch.v1.PodFailurePolicyRule;
import dev.podo.model.core.v1.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `spec.podFailurePolicy` of a Job must obey.
final class PodFailureRules {
  private static final int RULES_MAX = 20;
  private static final int PATTERNS_MAX = 20;
  private static final int EXIT_CODES_MAX = 255;
  private static final String IN = "In";
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> OPERATORS = List.of(IN, "NotIn");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");

  private PodFailureRules() {}

  static void check(PodFailurePolicy policy, JobSpec spec, FieldPath at, Findings findings) {
    var rules = policy.rules();
    findings.atMost(at.child("rules"), rules.size(), RULES_MAX);
    for (var i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), spec, at.child("rules").index(i), findings);
    }
  }

  private static void checkRule(
      PodFailurePolicyRule rule, JobSpec spec, FieldPath at, Findings findings) {
    checkWord(rule.action(), ACTIONS, at.child("action"), findings);
    if (rule.action().equals("FailIndex") && spec.backoffLimitPerIndex() == null) {
      findings.invalid(
          at.child("action"), rule.action(), "requires the backoffLimitPerIndex to be set");
    }
    var codes = rule.onExitCodes();
    if (codes != null) {
      checkCodes(codes, spec.template().spec(), at.child("onExitCodes"), findings);
    }
    var conditions = rule.onPodConditions();
    findings.atMost(at.child("onPodConditions"), conditions.size(), PATTERNS_MAX);
    for (var i = 0; i < conditions.size(); i++) {
      var place = at.child("onPodConditions").index(i);
      var type = conditions.get(i).type();
      findings.invalidFor(place.child("type"), type, Names.qualifiedName(type));
      checkWord(conditions.get(i).status(), STATUSES, place.child("status"), findings);
    }
    if (codes != null && !conditions.isEmpty()) {
      findings.invalidWhole(at, "specifying both OnExitCodes and OnPodConditions is not supported");
    }
    if (codes == null && conditions.isEmpty()) {
      findings.invalidWhole(at, "specifying one of OnExitCodes and OnPodConditions is required");
    }
  }

  private static void checkWord(String word, List<String> words, FieldPath at, Findings findings) {
    if (word.isEmpty()) {
      var quoted = words.stream().map(Texts::quote).collect(Collectors.joining(" "));
      findings.required(at, "valid values: [" + quoted + "]");
    } else {
      findings.oneOf(at, word, words);
    }
  }

  private static void checkCodes(
      PodFailurePolicyOnExitCodesRequirement codes, PodSpec pod, FieldPath at, Findings findings) {
    checkWord(codes.operator(), OPERATORS, at.child("operator"), findings);
    var container = codes.containerName();
    if (container != null
        && Stream.concat(pod.containers().stream(), pod.initContainers().stream())
            .noneMatch(it -> it.name().equals(container))) {
      findings.invalid(
          at.child("containerName"),
          container,
          "must be one of the container or initContainer names in the pod template");
    }
    var values = codes.values();
    if (values.isEmpty()) {
      findings.invalid(at.child("values"), values, "at least one value is required");
    }
    findings.atMost(at.child("values"), values.size(), EXIT_CODES_MAX);
    checkValues(values, codes.operator().equals(IN), at.child("values"), findings);
  }

  private static void checkValues(
      List<Integer> values, boolean mayNotBeZero, FieldPath at, Findings findings) {
    var seen = new HashSet<Integer>();
    var isOrdered = true;
    for (var i = 0; i < values.size(); i++) {
      if (mayNotBeZero && values.get(i) == 0) {
        findings.invalid(at.index(i), 0, "must not be 0 for the In operator");
      }
      if (!seen.add(values.get(i))) {
        findings.duplicate(at.index(i), values.get(i));
      }
      isOrdered &= i == 0 || values.get(i - 1) <= values.get(i);
    }
    if (!isOrdered) {
      findings.invalid(at, values, "must be ordered");
    }
  }
}
