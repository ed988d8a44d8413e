package dev.podo.machinery.kinds.job;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.machinery.validation.Names;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.batch.v1.JobSpec;
import dev.podo.model.batch.v1.JobStatus;
import dev.podo.model.batch.v1.PodFailurePolicy;
import dev.podo.model.batch.v1.PodFailurePolicyRule;
import java.util.List;
import java.util.Objects;

final class JobStrategy extends StatusStrategy<Job, JobSpec, JobStatus> {
  private static final int BACKOFF_LIMIT = 6;

  JobStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            Job::withMetadata,
            Job::spec,
            Job::withSpec,
            Job::status,
            Job::withStatus,
            JobStatus.EMPTY));
  }

  /// Labels of the template count for the Job too if it has none of its own.
  @Override
  public Job defaults(Job job) {
    var labels = job.spec().template().metadata().labels();
    var labelled =
        job.metadata().labels().isEmpty() && !labels.isEmpty()
            ? job.withMetadata(job.metadata().withLabels(labels))
            : job;
    return labelled.withSpec(defaults(job.spec()));
  }

  private static JobSpec defaults(JobSpec spec) {
    var isSingle = spec.completions() == null && spec.parallelism() == null;
    var limit = spec.backoffLimitPerIndex() == null ? BACKOFF_LIMIT : Integer.MAX_VALUE;
    var policy = spec.podFailurePolicy();
    var replacement = policy == null ? "TerminatingOrFailed" : "Failed";
    return spec.with(b ->
        b.completions(isSingle ? Integer.valueOf(1) : spec.completions())
            .parallelism(Default.value(spec.parallelism(), 1))
            .backoffLimit(Default.value(spec.backoffLimit(), limit))
            .completionMode(Default.value(spec.completionMode(), Jobs.NON_INDEXED))
            .suspend(Default.value(spec.suspend(), false))
            .manualSelector(Default.value(spec.manualSelector(), false))
            .podReplacementPolicy(Default.value(spec.podReplacementPolicy(), replacement))
            .podFailurePolicy(Default.within(policy, JobStrategy::defaults))
            .template(PodTemplates.defaults(spec.template())));
  }

  static PodFailurePolicy defaults(PodFailurePolicy policy) {
    return policy.with(b -> b.rules(Default.each(policy.rules(), JobStrategy::defaults)));
  }

  private static PodFailurePolicyRule defaults(PodFailurePolicyRule rule) {
    return rule.with(b ->
        b.onPodConditions(
            Default.each(
                rule.onPodConditions(),
                it -> it.with(c -> c.status(Default.text(it.status(), "True"))))));
  }

  @Override
  public Job prepareForCreate(Job job) {
    var created = super.prepareForCreate(job);
    return Boolean.TRUE.equals(job.spec().manualSelector()) ? created : JobSelector.given(created);
  }

  @Override
  protected void check(Job job, Findings findings) {
    JobSelector.check(job, findings);
    checkSpec(job.spec(), findings);
    checkName(job, findings);
  }

  /// An indexed Job calls the hosts of its Pods by its name and their index.
  private static void checkName(Job job, Findings findings) {
    var completions = job.spec().completions();
    if (!Jobs.isIndexed(job.spec()) || completions == null || completions <= 0) {
      return;
    }
    var last = job.metadata().name() + "-" + (completions - 1);
    if (!Names.dns1123Label(last).isEmpty()) {
      findings.invalid(
          METADATA.child("name"),
          job.metadata().name(),
          "will not able to create pod with invalid DNS label: " + last);
    }
  }

  private static void checkSpec(JobSpec spec, Findings findings) {
    JobRules.check(spec, SPEC, findings);
    var selector = spec.selector();
    if (selector == null) {
      findings.required(SPEC.child("selector"));
      return;
    }
    LabelSelectorRules.check(selector, SPEC.child("selector"), findings);
    JobSelector.checkTemplate(selector, spec.template(), SPEC.child("template"), findings);
  }

  @Override
  protected void checkUpdate(Job now, Job old, Findings findings) {
    // Jobs that are older than the prefixed labels need not have them.
    var labels = old.spec().template().metadata().labels();
    if (labels.containsKey(Jobs.JOB_NAME) && labels.containsKey(Jobs.CONTROLLER_UID)) {
      JobSelector.check(now, findings);
    }
    checkSpec(now.spec(), findings);
    checkName(now, findings);
    checkCompletions(now.spec(), old.spec(), findings);
    findings.immutable(SPEC.child("selector"), now.spec().selector(), old.spec().selector());
    SuspendedTemplate.check(now, old, SPEC.child("template"), findings);
    findings.immutable(
        SPEC.child("completionMode"), now.spec().completionMode(), old.spec().completionMode());
    findings.immutable(
        SPEC.child("podFailurePolicy"),
        now.spec().podFailurePolicy(),
        old.spec().podFailurePolicy());
    findings.immutable(
        SPEC.child("backoffLimitPerIndex"),
        now.spec().backoffLimitPerIndex(),
        old.spec().backoffLimitPerIndex());
    findings.immutable(SPEC.child("managedBy"), now.spec().managedBy(), old.spec().managedBy());
    findings.immutable(
        SPEC.child("successPolicy"), now.spec().successPolicy(), old.spec().successPolicy());
  }

  /// An indexed Job may grow and shrink so that all its Pods run side by side.
  private static void checkCompletions(JobSpec now, JobSpec old, Findings findings) {
    var at = SPEC.child("completions");
    if (!Jobs.isIndexed(now)) {
      findings.immutable(at, now.completions(), old.completions());
      return;
    }
    if (now.completions() != null
        && !Objects.equals(now.completions(), old.completions())
        && !Objects.equals(now.completions(), now.parallelism())) {
      findings.invalid(
          at, now.completions(), "can only be modified in tandem with spec.parallelism");
    }
  }

  @Override
  protected void checkStatusUpdate(Job now, Job old, Findings findings) {
    JobStatusRules.check(now, old, findings);
  }

  @Override
  public List<String> warnings(Job job) {
    return Workloads.all(
        Workloads.nameWarnings(job.metadata().name()), JobWarnings.of(job.spec(), SPEC));
  }

  @Override
  public List<String> updateWarnings(Job now, Job old) {
    return Workloads.ifChanged(
        now.metadata(), old.metadata(), () -> JobWarnings.of(now.spec(), SPEC));
  }
}
