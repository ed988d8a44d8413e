package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.DomainPaths;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.batch.v1.JobSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the spec of a Job must obey, be it a Job's own or that of a template.
final class JobRules {
  private static final int MANAGED_BY_MAX = 63;
  private static final int INDEXED_MAX = 100_000;
  private static final int SIDE_BY_SIDE_MAX = 10_000; // When there are more than INDEXED_MAX.
  private static final List<String> RESTARTS = List.of("OnFailure", "Never");

  private JobRules() {}

  static void check(JobSpec spec, FieldPath at, Findings findings) {
    findings.nonNegativeIfThere(at.child("parallelism"), spec.parallelism());
    findings.nonNegativeIfThere(at.child("completions"), spec.completions());
    findings.nonNegativeIfThere(at.child("activeDeadlineSeconds"), spec.activeDeadlineSeconds());
    findings.nonNegativeIfThere(at.child("backoffLimit"), spec.backoffLimit());
    findings.nonNegativeIfThere(
        at.child("ttlSecondsAfterFinished"), spec.ttlSecondsAfterFinished());
    findings.nonNegativeIfThere(at.child("backoffLimitPerIndex"), spec.backoffLimitPerIndex());
    if (spec.maxFailedIndexes() != null) {
      findings.nonNegativeIfThere(at.child("maxFailedIndexes"), spec.maxFailedIndexes());
      if (spec.backoffLimitPerIndex() == null) {
        findings.required(at.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
      }
    }
    checkManager(spec.managedBy(), at.child("managedBy"), findings);
    checkMode(spec, at, findings);
    var failure = spec.podFailurePolicy();
    if (failure != null) {
      PodFailureRules.check(failure, spec, at.child("podFailurePolicy"), findings);
    }
    var success = spec.successPolicy();
    if (success != null && !Jobs.isIndexed(spec)) {
      findings.invalid(at.child("successPolicy"), success, "requires indexed completion mode");
    } else if (success != null) {
      SuccessRules.check(success, spec, at.child("successPolicy"), findings);
    }
    checkReplacement(spec, at.child("podReplacementPolicy"), findings);
    PodTemplates.check(spec.template(), at.child("template"), findings);
    checkRestarts(spec, at.child("template", "spec", "restartPolicy"), findings);
  }

  private static void checkManager(@Nullable String manager, FieldPath at, Findings findings) {
    if (manager == null) {
      return;
    }
    DomainPaths.check(manager, at, findings);
    if (manager.length() > MANAGED_BY_MAX) {
      findings.add(FieldError.tooLong(at, MANAGED_BY_MAX));
    }
  }

  private static void checkMode(JobSpec spec, FieldPath at, Findings findings) {
    var mode = spec.completionMode();
    if (mode != null) {
      findings.oneOf(at.child("completionMode"), mode, List.of(Jobs.NON_INDEXED, Jobs.INDEXED));
    }
    if (Jobs.isIndexed(spec)) {
      checkIndexed(spec, at, findings);
      return;
    }
    var mustBeIndexed = "requires indexed completion mode";
    if (spec.backoffLimitPerIndex() != null) {
      findings.invalid(
          at.child("backoffLimitPerIndex"), spec.backoffLimitPerIndex(), mustBeIndexed);
    }
    if (spec.maxFailedIndexes() != null) {
      findings.invalid(at.child("maxFailedIndexes"), spec.maxFailedIndexes(), mustBeIndexed);
    }
  }

  private static void checkIndexed(JobSpec spec, FieldPath at, Findings findings) {
    var completions = spec.completions();
    var parallelism = Default.value(spec.parallelism(), 0);
    var failed = Default.value(spec.maxFailedIndexes(), 0);
    if (completions == null) {
      findings.required(at.child("completions"), "when completion mode is Indexed");
    }
    findings.atMost(
        at.child("parallelism"),
        parallelism,
        INDEXED_MAX,
        "must be less than or equal to 100000 when completion mode is Indexed");
    if (completions != null) {
      findings.atMost(
          at.child("maxFailedIndexes"),
          failed,
          completions,
          "must be less than or equal to completions");
    }
    findings.atMost(
        at.child("maxFailedIndexes"), failed, INDEXED_MAX, "must be less than or equal to 100000");
    if (completions != null && completions > INDEXED_MAX && spec.backoffLimitPerIndex() != null) {
      checkMany(spec, at, findings);
    }
  }

  private static void checkMany(JobSpec spec, FieldPath at, Findings findings) {
    var most =
        "must be less than or equal to 10000 when completions are above 100000 and used with"
            + " backoff limit per index";
    if (spec.maxFailedIndexes() == null) {
      findings.required(
          at.child("maxFailedIndexes"), "must be specified when completions is above 100000");
    } else {
      findings.atMost(
          at.child("maxFailedIndexes"), spec.maxFailedIndexes(), SIDE_BY_SIDE_MAX, most);
    }
    findings.atMost(
        at.child("parallelism"), Default.value(spec.parallelism(), 0), SIDE_BY_SIDE_MAX, most);
  }

  private static void checkReplacement(JobSpec spec, FieldPath at, Findings findings) {
    var policy = spec.podReplacementPolicy();
    if (policy != null) {
      findings.oneOf(
          at,
          policy,
          spec.podFailurePolicy() == null
              ? List.of("Failed", "TerminatingOrFailed")
              : List.of("Failed"));
    }
  }

  private static void checkRestarts(JobSpec spec, FieldPath at, Findings findings) {
    var policy = spec.template().spec().restartPolicy();
    switch (policy) {
      // A Pod's own default is no choice of the user's.
      case "", "Always" -> findings.required(at, "valid values: \"OnFailure\", \"Never\"");
      case "OnFailure" -> {
        if (spec.podFailurePolicy() != null) {
          findings.invalid(
              at, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
      }
      case "Never" -> {
        // Always right.
      }
      default -> findings.notSupported(at, policy, RESTARTS);
    }
  }
}
