package dev.podo.machinery.kinds.cronjob;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.job.Jobs;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.model.batch.v1.CronJob;
import dev.podo.model.batch.v1.CronJobSpec;
import dev.podo.model.batch.v1.CronJobStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

final class CronJobStrategy extends StatusStrategy<CronJob, CronJobSpec, CronJobStatus> {
  private static final int NAME_MAX = 52; // A Job's name gets eleven characters more.
  private static final FieldPath TEMPLATE = SPEC.child("jobTemplate", "spec");
  private static final String ZONE_IN_SCHEDULE =
      "CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see"
          + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details";
  private static final int SUCCESSFUL_KEPT = 3;
  private static final int FAILED_KEPT = 1;

  CronJobStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            CronJob::withMetadata,
            CronJob::spec,
            CronJob::withSpec,
            CronJob::status,
            CronJob::withStatus,
            CronJobStatus.EMPTY));
  }

  @Override
  public CronJob defaults(CronJob job) {
    var spec = job.spec();
    var template = Jobs.templateDefaults(spec.jobTemplate().spec());
    return job.withSpec(
        spec.with(b ->
            b.concurrencyPolicy(Default.text(spec.concurrencyPolicy(), CronJobs.ALLOW))
                .suspend(Default.value(spec.suspend(), false))
                .successfulJobsHistoryLimit(
                    Default.value(spec.successfulJobsHistoryLimit(), SUCCESSFUL_KEPT))
                .failedJobsHistoryLimit(Default.value(spec.failedJobsHistoryLimit(), FAILED_KEPT))
                .jobTemplate(spec.jobTemplate().with(t -> t.spec(template)))));
  }

  @Override
  protected void check(CronJob job, Findings findings) {
    checkSpec(job.spec(), null, findings);
    var name = job.metadata().name();
    if (name.length() > NAME_MAX) {
      findings.invalid(
          METADATA.child("name"), name, "must be no more than " + NAME_MAX + " characters");
    }
  }

  @Override
  protected void checkUpdate(CronJob now, CronJob old, Findings findings) {
    checkSpec(now.spec(), old.spec(), findings);
  }

  private static void checkSpec(CronJobSpec spec, @Nullable CronJobSpec old, Findings findings) {
    if (findings.requireText(spec.schedule(), SPEC.child("schedule"))) {
      checkSchedule(spec, old != null && old.schedule().contains("TZ"), findings);
    }
    findings.nonNegativeIfThere(
        SPEC.child("startingDeadlineSeconds"), spec.startingDeadlineSeconds());
    if (old == null || !Objects.equals(old.timeZone(), spec.timeZone())) {
      checkTimeZone(spec.timeZone(), SPEC.child("timeZone"), findings);
    }
    findings.requireOneOf(
        SPEC.child("concurrencyPolicy"),
        spec.concurrencyPolicy(),
        List.of(CronJobs.ALLOW, CronJobs.FORBID, CronJobs.REPLACE));
    Jobs.checkTemplate(spec.jobTemplate(), SPEC.child("jobTemplate"), findings);
    findings.nonNegativeIfThere(
        SPEC.child("successfulJobsHistoryLimit"), spec.successfulJobsHistoryLimit());
    findings.nonNegativeIfThere(
        SPEC.child("failedJobsHistoryLimit"), spec.failedJobsHistoryLimit());
  }

  private static void checkSchedule(CronJobSpec spec, boolean mayHaveZone, Findings findings) {
    var at = SPEC.child("schedule");
    var schedule = spec.schedule();
    try {
      var unused = Schedule.parse(schedule);
    } catch (IllegalArgumentException malformed) {
      findings.invalid(at, schedule, String.valueOf(malformed.getMessage()));
    }
    if (!schedule.contains("TZ")) {
      return;
    }
    if (!mayHaveZone) {
      findings.invalid(
          at, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    } else if (spec.timeZone() != null) {
      findings.invalid(
          at, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
  }

  private static void checkTimeZone(@Nullable String zone, FieldPath at, Findings findings) {
    if (zone == null) {
      return;
    }
    if (zone.isEmpty()) {
      findings.invalid(at, zone, "timeZone must be nil or non-empty string");
      return;
    }
    if (zone.equalsIgnoreCase("Local")) {
      findings.invalid(
          at,
          zone,
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    }
    if (!zone.equals("Local") && TimeZones.find(zone) == null) {
      findings.invalid(at, zone, "unknown time zone " + zone);
    }
  }

  @Override
  protected void checkStatusUpdate(CronJob now, CronJob old, Findings findings) {}

  @Override
  public List<String> warnings(CronJob job) {
    return Workloads.all(
        Workloads.nameWarnings(job.metadata().name()),
        Jobs.templateWarnings(job.spec().jobTemplate().spec(), TEMPLATE));
  }

  /// A time zone in the schedule is let through where it was before there was a field for it.
  @Override
  public List<String> updateWarnings(CronJob now, CronJob old) {
    var template =
        Workloads.ifChanged(
            now.metadata(),
            old.metadata(),
            () -> Jobs.templateWarnings(now.spec().jobTemplate().spec(), TEMPLATE));
    return now.spec().schedule().contains("TZ")
        ? Workloads.all(template, List.of(ZONE_IN_SCHEDULE))
        : template;
  }
}
