package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.batch.v1.JobSpec;
import java.util.List;

/// What is allowed in a Job, or in the template of one, and should be told all the same.
final class JobWarnings {
  private static final int COMPLETIONS_MANY = 100_000;
  private static final int PARALLELISM_MANY = 10_000;

  private JobWarnings() {}

  /// @param at where the spec lies
  static List<String> of(JobSpec spec, FieldPath at) {
    var isHuge =
        Jobs.isIndexed(spec)
            && Default.value(spec.completions(), 0) > COMPLETIONS_MANY
            && Default.value(spec.parallelism(), 0) > PARALLELISM_MANY;
    var template = PodTemplates.warnings(spec.template(), at.child("template", "spec").toString());
    return isHuge
        ? Workloads.all(
            List.of(
                at
                    + ": In Indexed Jobs with a number of completions higher than 10^5 and a"
                    + " parallelism higher than 10^4, Kubernetes might not be able to track"
                    + " completedIndexes when a big number of indexes fail"),
            template)
        : template;
  }
}
