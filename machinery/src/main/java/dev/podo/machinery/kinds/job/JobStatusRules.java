package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.batch.v1.JobStatus;
import java.util.List;

/// What the status of a Job must obey, and how it may change.
final class JobStatusRules {
  private static final List<String> FINAL =
      List.of(Jobs.FAILED, Jobs.COMPLETE, Jobs.FAILURE_TARGET, Jobs.SUCCESS_CRITERIA_MET);

  private JobStatusRules() {}

  static void check(Job now, Job old, FieldPath at, Findings findings) {
    var status = now.status();
    findings.nonNegative(at.child("active"), status.active());
    findings.nonNegative(at.child("succeeded"), status.succeeded());
    findings.nonNegative(at.child("failed"), status.failed());
    findings.nonNegativeIfThere(at.child("ready"), status.ready());
    findings.nonNegativeIfThere(at.child("terminating"), status.terminating());
    findings.atMost(
        at.child("ready"),
        Default.value(status.ready(), 0),
        status.active(),
        "cannot set more ready pods than active");
    checkConditions(now, at, findings);
    checkTimes(now, at, findings);
    if (Jobs.isFinished(now)) {
      checkFinished(status, at, findings);
    }
    checkChange(now, old, at, findings);
  }

  private static void checkConditions(Job job, FieldPath at, Findings findings) {
    var conditions = at.child("conditions");
    var isComplete = Jobs.isTrue(job, Jobs.COMPLETE);
    if (isComplete && Jobs.isTrue(job, Jobs.FAILED)) {
      findings.invalidWhole(conditions, "cannot set Complete=True and Failed=true conditions");
    }
    if (isComplete && Jobs.isTrue(job, Jobs.FAILURE_TARGET)) {
      findings.invalidWhole(
          conditions, "cannot set Complete=True and FailureTarget=true conditions");
    }
    if (Jobs.isTrue(job, Jobs.SUCCESS_CRITERIA_MET)) {
      if (Jobs.isTrue(job, Jobs.FAILED)) {
        findings.invalidWhole(
            conditions, "cannot set Failed=True and SuccessCriteriaMet=true conditions");
      }
      if (Jobs.isTrue(job, Jobs.FAILURE_TARGET)) {
        findings.invalidWhole(
            conditions, "cannot set FailureTarget=True and SuccessCriteriaMet=true conditions");
      }
    }
  }

  private static void checkTimes(Job job, FieldPath at, Findings findings) {
    var end = job.status().completionTime();
    var start = job.status().startTime();
    var place = at.child("completionTime");
    var isComplete = Jobs.isTrue(job, Jobs.COMPLETE);
    if (end != null && !isComplete) {
      findings.invalid(
          place, end, "cannot set completionTime when there is no Complete=True condition");
    }
    if (end == null && isComplete) {
      findings.required(place, "completionTime is required for Complete jobs");
    }
    if (end != null && start != null && end.isBefore(start)) {
      findings.invalid(place, end, "completionTime cannot be set before startTime");
    }
  }

  private static void checkFinished(JobStatus status, FieldPath at, Findings findings) {
    if (status.active() > 0) {
      findings.invalid(at.child("active"), status.active(), "active>0 is invalid for finished job");
    }
    var terminating = Default.value(status.terminating(), 0);
    if (terminating > 0) {
      findings.invalid(
          at.child("terminating"), terminating, "terminating>0 is invalid for finished job");
    }
    if (status.startTime() == null) {
      findings.required(at.child("startTime"), "startTime is required for finished job");
    }
    var uncounted = status.uncountedTerminatedPods();
    if (uncounted != null && !(uncounted.succeeded().isEmpty() && uncounted.failed().isEmpty())) {
      findings.invalid(
          at.child("uncountedTerminatedPods"),
          uncounted,
          "uncountedTerminatedPods needs to be empty for finished job");
    }
  }

  private static void checkChange(Job now, Job old, FieldPath at, Findings findings) {
    for (var type : FINAL) {
      if (Jobs.isTrue(old, type) && !Jobs.isTrue(now, type)) {
        findings.invalidWhole(
            at.child("conditions"), "cannot disable the terminal " + type + "=True condition");
      }
    }
    if (now.status().failed() < old.status().failed()) {
      findings.invalid(
          at.child("failed"), now.status().failed(), "cannot decrease the failed counter");
    }
    if (now.status().succeeded() < old.status().succeeded() && !Jobs.isIndexed(now.spec())) {
      findings.invalid(
          at.child("succeeded"), now.status().succeeded(), "cannot decrease the succeeded counter");
    }
    var ended = old.status().completionTime();
    if (ended != null && !ended.equals(now.status().completionTime())) {
      findings.invalid(
          at.child("completionTime"),
          now.status().completionTime(),
          "completionTime cannot be mutated");
    }
  }
}
