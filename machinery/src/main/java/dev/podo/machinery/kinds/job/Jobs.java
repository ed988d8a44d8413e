package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.table.HumanDuration;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.batch.v1.JobCondition;
import dev.podo.model.batch.v1.JobList;
import dev.podo.model.batch.v1.JobSpec;
import dev.podo.model.batch.v1.JobTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pods that run until enough of them have succeeded.
public final class Jobs {
  public static final String INDEXED = "Indexed";
  public static final String NON_INDEXED = "NonIndexed";

  public static final String COMPLETE = "Complete";
  public static final String FAILED = "Failed";
  public static final String SUSPENDED = "Suspended";
  public static final String FAILURE_TARGET = "FailureTarget";
  public static final String SUCCESS_CRITERIA_MET = "SuccessCriteriaMet";

  /// On a Pod and its template: the uid of the Job.
  public static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";

  /// On a Pod and its template: the name of the Job.
  public static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /// On a Pod of an indexed Job: its index, as a label and as an annotation.
  public static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

  /// The finalizer that keeps a Pod until the Job has counted it.
  public static final String TRACKING = "batch.kubernetes.io/job-tracking";

  static final String OLD_CONTROLLER_UID = "controller-uid";
  static final String OLD_JOB_NAME = "job-name";

  public static final Kind<Job> KIND =
      Kind.declare(new GroupVersionKind("batch", "v1", "Job"), Jobs::details)
          .namespaced()
          .categories("all")
          .subresources(Subresource.STATUS)
          .build();

  private Jobs() {}

  private static void details(KindBuilder<Job> kind) {
    kind.schema(Job.SCHEMA)
        .strategy(new JobStrategy())
        .gated(PodFeatures.of("spec.template.spec"))
        .columns(columns())
        .selectable("status.successful", job -> Integer.toString(job.status().succeeded()))
        .listedAs(
            JobList.SCHEMA, (meta, items) -> JobList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<Job>> columns() {
    var columns =
        new ArrayList<Column<Job>>(
            List.of(
                Column.named(),
                Column.text("Status", "How far it is.", Jobs::statusCell),
                Column.text(
                    "Completions", "How many Pods succeeded, of how many.", Jobs::completions),
                Column.timed("Duration", "For how long it ran.", Jobs::duration),
                Cells.age()));
    columns.addAll(
        Workloads.wide(
            job -> job.spec().template(), job -> LabelSelectorRules.format(job.spec().selector())));
    return columns;
  }

  private static String statusCell(Job job) {
    if (isTrue(job, COMPLETE)) {
      return COMPLETE;
    }
    if (isTrue(job, FAILED)) {
      return FAILED;
    }
    if (job.metadata().deletionTimestamp() != null) {
      return "Terminating";
    }
    for (var type : List.of(SUSPENDED, FAILURE_TARGET, SUCCESS_CRITERIA_MET)) {
      if (isTrue(job, type)) {
        return type;
      }
    }
    return "Running";
  }

  private static String completions(Job job) {
    var succeeded = job.status().succeeded();
    var wanted = job.spec().completions();
    if (wanted != null) {
      return succeeded + "/" + wanted;
    }
    var parallelism = Default.value(job.spec().parallelism(), 0);
    return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
  }

  private static String duration(Job job, Instant now) {
    var start = job.status().startTime();
    if (start == null) {
      return "";
    }
    var end = job.status().completionTime();
    return HumanDuration.of(Duration.between(start, end == null ? now : end));
  }

  /// The condition of this type; null if it is not there.
  public static @Nullable JobCondition condition(Job job, String type) {
    for (var condition : job.status().conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  public static boolean isTrue(Job job, String type) {
    var condition = condition(job, type);
    return condition != null && condition.status().equals("True");
  }

  /// Whether it has ended, well or badly.
  public static boolean isFinished(Job job) {
    return isTrue(job, COMPLETE) || isTrue(job, FAILED);
  }

  public static boolean isIndexed(JobSpec spec) {
    return INDEXED.equals(spec.completionMode());
  }

  public static boolean isSuspended(Job job) {
    return Boolean.TRUE.equals(job.spec().suspend());
  }

  /// The spec of Jobs within another object with those defaults that do not wait for the Job.
  public static JobSpec templateDefaults(JobSpec spec) {
    return spec.with(b ->
        b.podFailurePolicy(Default.within(spec.podFailurePolicy(), JobStrategy::defaults))
            .template(PodTemplates.defaults(spec.template())));
  }

  /// What should be told to whoever writes the spec of Jobs within another object.
  ///
  /// @param at where the spec lies
  public static List<String> templateWarnings(JobSpec spec, FieldPath at) {
    return JobWarnings.of(spec, at);
  }

  /// What the template of Jobs within another object must obey.
  ///
  /// @param at the `jobTemplate`
  public static void checkTemplate(JobTemplateSpec template, FieldPath at, Findings findings) {
    var spec = at.child("spec");
    JobRules.check(template.spec(), spec, findings);
    if (template.spec().selector() != null) {
      findings.invalid(
          spec.child("selector"), template.spec().selector(), "`selector` will be auto-generated");
    }
    if (Boolean.TRUE.equals(template.spec().manualSelector())) {
      findings.notSupported(spec.child("manualSelector"), true, List.of("nil", "false"));
    }
  }
}
