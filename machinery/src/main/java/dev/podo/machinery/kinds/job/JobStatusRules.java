package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.batch.v1.JobStatus;
import dev.podo.model.batch.v1.UncountedTerminatedPods;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the status of a Job must obey, and how it may change, whoever writes it. A rule is asked
/// only when what it is about has changed: a status that a change of the spec has made wrong can be
/// put right step by step.
final class JobStatusRules {
  private static final List<String> FINAL =
      List.of(Jobs.FAILED, Jobs.COMPLETE, Jobs.FAILURE_TARGET);
  private static final FieldPath AT = FieldPath.root("status");
  private static final FieldPath CONDITIONS = AT.child("conditions");

  private final Job now;
  private final Job old;
  private final JobStatus status;
  private final Findings findings;

  private JobStatusRules(Job now, Job old, Findings findings) {
    this.now = now;
    this.old = old;
    this.status = now.status();
    this.findings = findings;
  }

  static void check(Job now, Job old, Findings findings) {
    var rules = new JobStatusRules(now, old, findings);
    rules.checkNumbers();
    rules.checkUncounted();
    rules.checkConditions();
    rules.checkTimes();
    rules.checkReasons();
    rules.checkFinished();
    JobIndexRules.check(now, old, findings);
    rules.checkPods();
    rules.checkSuccess();
    rules.checkChange();
  }

  private boolean is(String type) {
    return Jobs.isTrue(now, type);
  }

  private boolean was(String type) {
    return Jobs.isTrue(old, type);
  }

  /// Whether one of these conditions has come to be, or has gone.
  private boolean turned(String... types) {
    for (var type : types) {
      if (is(type) != was(type)) {
        return true;
      }
    }
    return false;
  }

  private boolean changed(Function<JobStatus, ? extends @Nullable Object> part) {
    return !Objects.equals(part.apply(status), part.apply(old.status()));
  }

  private void checkNumbers() {
    findings.nonNegative(AT.child("active"), status.active());
    findings.nonNegative(AT.child("succeeded"), status.succeeded());
    findings.nonNegative(AT.child("failed"), status.failed());
    findings.nonNegativeIfThere(AT.child("ready"), status.ready());
    findings.nonNegativeIfThere(AT.child("terminating"), status.terminating());
  }

  private void checkUncounted() {
    var pods = status.uncountedTerminatedPods();
    if (pods != null) {
      var at = AT.child("uncountedTerminatedPods");
      var seen = new HashSet<String>();
      checkUids(pods.succeeded(), seen, at.child("succeeded"));
      checkUids(pods.failed(), seen, at.child("failed"));
    }
  }

  private void checkUids(List<String> uids, Set<String> seen, FieldPath at) {
    for (var i = 0; i < uids.size(); i++) {
      if (uids.get(i).isEmpty()) {
        findings.invalid(at.index(i), uids.get(i), "must not be empty");
      } else if (!seen.add(uids.get(i))) {
        findings.duplicate(at.index(i), uids.get(i));
      }
    }
  }

  private void checkConditions() {
    if (turned(Jobs.COMPLETE, Jobs.FAILED) && is(Jobs.COMPLETE) && is(Jobs.FAILED)) {
      findings.invalidWhole(CONDITIONS, "cannot set Complete=True and Failed=true conditions");
    }
    if (turned(Jobs.COMPLETE, Jobs.FAILURE_TARGET)
        && is(Jobs.COMPLETE)
        && is(Jobs.FAILURE_TARGET)) {
      findings.invalidWhole(
          CONDITIONS, "cannot set Complete=True and FailureTarget=true conditions");
    }
  }

  private void checkTimes() {
    var end = status.completionTime();
    var start = status.startTime();
    var place = AT.child("completionTime");
    if (turned(Jobs.COMPLETE) || changed(JobStatus::completionTime)) {
      if (end != null && !is(Jobs.COMPLETE)) {
        findings.invalid(
            place, end, "cannot set completionTime when there is no Complete=True condition");
      }
      if (end == null && is(Jobs.COMPLETE)) {
        findings.required(place, "completionTime is required for Complete jobs");
      }
    }
    if ((changed(JobStatus::startTime) || changed(JobStatus::completionTime))
        && end != null
        && start != null
        && end.isBefore(start)) {
      findings.invalid(place, end, "completionTime cannot be set before startTime");
    }
  }

  /// A Job does not end before it is said that it will.
  private void checkReasons() {
    if (turned(Jobs.FAILED, Jobs.FAILURE_TARGET) && is(Jobs.FAILED) && !is(Jobs.FAILURE_TARGET)) {
      findings.invalidWhole(
          CONDITIONS, "cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if (turned(Jobs.COMPLETE, Jobs.SUCCESS_CRITERIA_MET)
        && is(Jobs.COMPLETE)
        && !is(Jobs.SUCCESS_CRITERIA_MET)) {
      findings.invalidWhole(
          CONDITIONS,
          "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }
  }

  private void checkFinished() {
    if (!Jobs.isFinished(now)) {
      return;
    }
    var ended = !Jobs.isFinished(old);
    if (status.active() > 0 && (ended || changed(JobStatus::active))) {
      findings.invalid(AT.child("active"), status.active(), "active>0 is invalid for finished job");
    }
    if (status.startTime() == null && (ended || changed(JobStatus::startTime))) {
      findings.required(AT.child("startTime"), "startTime is required for finished job");
    }
    var uncounted = status.uncountedTerminatedPods();
    if (uncounted != null
        && !uncounted.equals(UncountedTerminatedPods.EMPTY)
        && (ended || changed(JobStatus::uncountedTerminatedPods))) {
      findings.invalid(
          AT.child("uncountedTerminatedPods"),
          uncounted,
          "uncountedTerminatedPods needs to be empty for finished job");
    }
  }

  private void checkPods() {
    var terminating = Default.value(status.terminating(), 0);
    if (terminating > 0
        && Jobs.isFinished(now)
        && (!Jobs.isFinished(old) || changed(JobStatus::terminating))) {
      findings.invalid(
          AT.child("terminating"), terminating, "terminating>0 is invalid for finished job");
    }
    var ready = status.ready();
    if (ready != null && (changed(JobStatus::ready) || changed(JobStatus::active))) {
      findings.atMost(
          AT.child("ready"), ready, status.active(), "cannot set more ready pods than active");
    }
  }

  private void checkSuccess() {
    if (is(Jobs.SUCCESS_CRITERIA_MET) && is(Jobs.FAILED)) {
      findings.invalidWhole(
          CONDITIONS, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
    }
    if (is(Jobs.SUCCESS_CRITERIA_MET) && is(Jobs.FAILURE_TARGET)) {
      findings.invalidWhole(
          CONDITIONS, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    }
    if (now.spec().successPolicy() != null && is(Jobs.COMPLETE) && !is(Jobs.SUCCESS_CRITERIA_MET)) {
      findings.invalidWhole(
          CONDITIONS,
          "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }
  }

  private void checkChange() {
    for (var type : FINAL) {
      if (was(type) && !is(type)) {
        findings.invalidWhole(
            CONDITIONS, "cannot disable the terminal " + type + "=True condition");
      }
    }
    if (status.failed() < old.status().failed()) {
      findings.invalid(AT.child("failed"), status.failed(), "cannot decrease the failed counter");
    }
    // An indexed Job whose Pods all run side by side may shrink.
    var elastic =
        Jobs.isIndexed(now.spec())
            && Objects.equals(now.spec().completions(), now.spec().parallelism());
    if (status.succeeded() < old.status().succeeded() && !elastic) {
      findings.invalid(
          AT.child("succeeded"), status.succeeded(), "cannot decrease the succeeded counter");
    }
    var ended = status.completionTime();
    if (ended != null
        && old.status().completionTime() != null
        && changed(JobStatus::completionTime)) {
      findings.invalid(AT.child("completionTime"), ended, "completionTime cannot be mutated");
    }
    if (old.status().startTime() != null
        && changed(JobStatus::startTime)
        && !Jobs.isSuspended(now)) {
      findings.required(AT.child("startTime"), "startTime cannot be removed for unsuspended job");
    }
    if (was(Jobs.SUCCESS_CRITERIA_MET) && !is(Jobs.SUCCESS_CRITERIA_MET)) {
      findings.invalidWhole(CONDITIONS, "cannot disable the SuccessCriteriaMet=True condition");
    }
    if (was(Jobs.COMPLETE) && !was(Jobs.SUCCESS_CRITERIA_MET) && is(Jobs.SUCCESS_CRITERIA_MET)) {
      findings.invalidWhole(
          CONDITIONS,
          "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
  }
}
