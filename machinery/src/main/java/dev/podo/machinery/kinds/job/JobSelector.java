package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The labels by which a Job knows its Pods, which are made of its name and uid unless the user
/// manages the selector.
final class JobSelector {
  private static final FieldPath TEMPLATE_METADATA = FieldPath.root("spec", "template", "metadata");

  private JobSelector() {}

  /// The Job with its labels and its selector. Labels that the user chose are left alone, and
  /// refused later if they differ.
  static Job given(Job job) {
    var labels = new TreeMap<String, String>(generated(job));
    labels.putAll(job.spec().template().metadata().labels());
    var selector = Default.value(job.spec().selector(), LabelSelector.EMPTY);
    var selected = new TreeMap<String, String>(selector.matchLabels());
    selected.putIfAbsent(Jobs.CONTROLLER_UID, job.metadata().uid());
    var template = job.spec().template();
    return job.withSpec(
        job.spec()
            .with(b ->
                b.selector(selector.with(s -> s.matchLabels(selected)))
                    .template(
                        template.with(t -> t.metadata(template.metadata().withLabels(labels))))));
  }

  private static Map<String, String> generated(Job job) {
    var labels = new TreeMap<String, String>();
    labels.put(Jobs.OLD_CONTROLLER_UID, job.metadata().uid());
    labels.put(Jobs.OLD_JOB_NAME, job.metadata().name());
    labels.put(Jobs.CONTROLLER_UID, job.metadata().uid());
    labels.put(Jobs.JOB_NAME, job.metadata().name());
    return labels;
  }

  static void check(Job job, Findings findings) {
    var selector = job.spec().selector();
    if (Boolean.TRUE.equals(job.spec().manualSelector()) || selector == null) {
      return;
    }
    findings.requireText(job.metadata().uid(), FieldPath.root("metadata", "uid"));
    var wanted = generated(job);
    var labels = job.spec().template().metadata().labels();
    for (var key :
        List.of(Jobs.OLD_CONTROLLER_UID, Jobs.OLD_JOB_NAME, Jobs.CONTROLLER_UID, Jobs.JOB_NAME)) {
      checkLabel(labels, key, wanted.getOrDefault(key, ""), findings);
    }
    try {
      if (!LabelPredicate.of(selector).matches(wanted)) {
        findings.invalid(
            FieldPath.root("spec", "selector"), selector, "`selector` not auto-generated");
      }
    } catch (IllegalArgumentException malformed) {
      // The check of the selector says so.
    }
  }

  private static void checkLabel(
      Map<String, String> labels, String key, String wanted, Findings findings) {
    var at = TEMPLATE_METADATA.child("labels").key(key);
    var actual = labels.get(key);
    if (actual == null) {
      findings.required(at, "must be '" + wanted + "'");
    }
    if (!wanted.equals(actual)) {
      findings.invalid(at, labels, "must be '" + wanted + "'");
    }
  }

  static void checkTemplate(
      LabelSelector selector, PodTemplateSpec template, FieldPath at, Findings findings) {
    var labels = template.metadata().labels();
    try {
      if (!LabelPredicate.of(selector).matches(labels)) {
        findings.invalid(
            at.child("metadata", "labels"), labels, "`selector` does not match template `labels`");
      }
    } catch (IllegalArgumentException malformed) {
      // What is wrong with the selector has been said.
    }
  }
}
