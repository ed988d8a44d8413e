package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.batch.v1.JobSpec;
import dev.podo.model.batch.v1.SuccessPolicy;
import dev.podo.model.batch.v1.SuccessPolicyRule;

/// What `spec.successPolicy` of an indexed Job must obey.
final class SuccessRules {
  private static final int RULES_MAX = 20;
  private static final int INDEXES_MAX_BYTES = 64 << 10;

  private SuccessRules() {}

  static void check(SuccessPolicy policy, JobSpec spec, FieldPath at, Findings findings) {
    var rules = policy.rules();
    if (rules.isEmpty()) {
      findings.required(
          at.child("rules"),
          "at least one rules must be specified when the successPolicy is specified");
    }
    findings.atMost(at.child("rules"), rules.size(), RULES_MAX);
    for (var i = 0; i < rules.size(); i++) {
      checkRule(
          rules.get(i), Default.value(spec.completions(), 0), at.child("rules").index(i), findings);
    }
  }

  private static void checkRule(
      SuccessPolicyRule rule, int completions, FieldPath at, Findings findings) {
    var indexes = rule.succeededIndexes();
    var count = rule.succeededCount();
    if (indexes == null && count == null) {
      findings.required(at, "at least one of succeededCount or succeededIndexes must be specified");
    }
    var total = 0;
    if (indexes != null) {
      total = checkIndexes(indexes, completions, at.child("succeededIndexes"), findings);
    }
    if (count == null) {
      return;
    }
    var place = at.child("succeededCount");
    findings.nonNegative(place, count);
    findings.atMost(
        place,
        count,
        completions,
        "must be less than or equal to " + completions + " (the number of specified completions)");
    if (indexes != null) {
      findings.atMost(
          place,
          count,
          total,
          "must be less than or equal to "
              + total
              + " (the number of indexes in the specified succeededIndexes field)");
    }
  }

  private static int checkIndexes(
      String indexes, int completions, FieldPath at, Findings findings) {
    if (indexes.length() > INDEXES_MAX_BYTES) {
      findings.add(FieldError.tooLong(at, INDEXES_MAX_BYTES));
      return 0;
    }
    try {
      return CompletionIndexes.parse(indexes, completions).count();
    } catch (IllegalArgumentException malformed) {
      findings.invalid(at, indexes, "error parsing succeededIndexes: " + malformed.getMessage());
      return 0;
    }
  }
}
