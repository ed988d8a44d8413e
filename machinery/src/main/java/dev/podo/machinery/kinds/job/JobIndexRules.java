package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.batch.v1.Job;
import java.util.Objects;

/// What the indexes in the status of a Job must obey.
final class JobIndexRules {
  private static final FieldPath COMPLETED = FieldPath.root("status", "completedIndexes");
  private static final FieldPath FAILED = FieldPath.root("status", "failedIndexes");

  private JobIndexRules() {}

  static void check(Job now, Job old, Findings findings) {
    var completed = now.status().completedIndexes();
    var failed = now.status().failedIndexes();
    var completedChanged = !completed.equals(old.status().completedIndexes());
    var failedChanged = !Objects.equals(failed, old.status().failedIndexes());
    var completions = now.spec().completions();
    var perIndex = now.spec().backoffLimitPerIndex() != null;
    if (completedChanged && completions != null) {
      checkForm(completed, completions, COMPLETED, findings);
    }
    if (failedChanged && completions != null && perIndex && failed != null) {
      checkForm(failed, completions, FAILED, findings);
    }
    if (completedChanged && !completed.isEmpty() && !Jobs.isIndexed(now.spec())) {
      findings.invalid(
          COMPLETED,
          completed,
          "cannot set non-empty completedIndexes when non-indexed completion mode");
    }
    if (failedChanged && failed != null && !perIndex) {
      findings.invalid(
          FAILED, failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }
    if ((completedChanged || failedChanged) && completions != null && failed != null) {
      checkApart(completed, failed, completions, findings);
    }
  }

  private static void checkForm(String text, int completions, FieldPath at, Findings findings) {
    try {
      var unused = CompletionIndexes.parse(text, completions);
    } catch (IllegalArgumentException e) {
      var field = at.equals(COMPLETED) ? "completedIndexes" : "failedIndexes";
      findings.invalid(at, text, "error parsing " + field + ": " + e.getMessage());
    }
  }

  private static void checkApart(
      String completed, String failed, int completions, Findings findings) {
    try {
      var shared =
          CompletionIndexes.parse(completed, completions)
              .firstShared(CompletionIndexes.parse(failed, completions));
      if (shared >= 0) {
        findings.invalid(
            FAILED, failed, "failedIndexes and completedIndexes overlap at index: " + shared);
      }
    } catch (IllegalArgumentException malformed) {
      // The check of the form says so.
    }
  }
}
