package dev.podo.apiserver.admission;

import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Pod;
import org.jspecify.annotations.Nullable;

/// The priority of a Pod: zero, or that of one of the two classes that every cluster has.
public final class PodPriority implements Admission {
  private static final String PREEMPT_LOWER = "PreemptLowerPriority";
  private static final int CLUSTER_CRITICAL = 2_000_000_000;
  private static final int NODE_CRITICAL = 2_000_001_000;

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    return request.isCreationOf(Pods.KIND) && object instanceof Pod pod
        ? request.kind().cast(prioritize(pod))
        : object;
  }

  private static Pod prioritize(Pod pod) {
    var spec = pod.spec();
    var priority = priority(spec.priorityClassName());
    if (priority == null) {
      throw ApiErrors.forbidden(
          Pods.KIND.groupResource(),
          pod.metadata().name(),
          "no PriorityClass with name " + spec.priorityClassName() + " was found");
    }
    var asked = spec.priority();
    if (asked != null && !asked.equals(priority)) {
      throw ApiErrors.forbidden(
          Pods.KIND.groupResource(),
          pod.metadata().name(),
          "the integer value of priority ("
              + asked
              + ") must not be provided in pod spec; priority admission controller computed "
              + priority
              + " from the given PriorityClass name");
    }
    var policy = spec.preemptionPolicy();
    return pod.withSpec(
        spec.with(builder ->
            builder.priority(priority).preemptionPolicy(policy == null ? PREEMPT_LOWER : policy)));
  }

  private static @Nullable Integer priority(String className) {
    return switch (className) {
      case "" -> 0;
      case "system-cluster-critical" -> CLUSTER_CRITICAL;
      case "system-node-critical" -> NODE_CRITICAL;
      default -> null;
    };
  }
}
