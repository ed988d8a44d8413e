package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.scheduling.v1.PriorityClass;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The priority of a Pod: that of the PriorityClass which it names, else of the one that is marked
/// as global default, else zero. The two classes of the system exist in every cluster.
public final class PodPriority implements Admission {
  private static final String PREEMPT_LOWER = "PreemptLowerPriority";
  private static final int CLUSTER_CRITICAL = 2_000_000_000;
  private static final int NODE_CRITICAL = 2_000_001_000;
  private static final Chosen NONE = new Chosen("", 0, PREEMPT_LOWER);

  private final ObjectStore store;

  public PodPriority(ObjectStore store) {
    this.store = store;
  }

  /// What a class means for a Pod.
  private record Chosen(String className, int priority, String preemption) {
    static Chosen of(PriorityClass found) {
      var policy = found.preemptionPolicy();
      return new Chosen(
          found.metadata().name(), found.value(), policy == null ? PREEMPT_LOWER : policy);
    }
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    return request.isCreationOf(Pods.KIND) && object instanceof Pod pod
        ? request.kind().cast(prioritize(pod))
        : object;
  }

  private Pod prioritize(Pod pod) {
    var spec = pod.spec();
    var name = spec.priorityClassName();
    var chosen = name.isEmpty() ? byDefault() : named(name);
    if (chosen == null) {
      throw forbidden(pod, "no PriorityClass with name " + name + " was found");
    }
    var asked = spec.priority();
    if (asked != null && asked != chosen.priority()) {
      throw forbidden(
          pod,
          "the integer value of priority ("
              + asked
              + ") must not be provided in pod spec; priority admission controller computed "
              + chosen.priority()
              + " from the given PriorityClass name");
    }
    var policy = spec.preemptionPolicy();
    if (policy != null && !policy.equals(chosen.preemption())) {
      throw forbidden(
          pod,
          "the string value of PreemptionPolicy ("
              + policy
              + ") must not be provided in pod spec; priority admission controller computed "
              + chosen.preemption()
              + " from the given PriorityClass name");
    }
    return pod.withSpec(
        spec.with(builder ->
            builder
                .priorityClassName(chosen.className())
                .priority(chosen.priority())
                .preemptionPolicy(chosen.preemption())));
  }

  private static RuntimeException forbidden(Pod pod, String why) {
    return ApiErrors.forbidden(Pods.KIND.groupResource(), pod.metadata().name(), why);
  }

  private @Nullable Chosen named(String name) {
    return switch (name) {
      case PriorityClasses.SYSTEM_CLUSTER_CRITICAL ->
          new Chosen(name, CLUSTER_CRITICAL, PREEMPT_LOWER);
      case PriorityClasses.SYSTEM_NODE_CRITICAL -> new Chosen(name, NODE_CRITICAL, PREEMPT_LOWER);
      default -> {
        var found = store.image().get(ObjectStore.key(PriorityClasses.KIND, "", name));
        yield found == null ? null : Chosen.of(PriorityClasses.KIND.cast(found.value().object()));
      }
    };
  }

  /// Of several defaults the least, as upstream.
  private Chosen byDefault() {
    return store.image().list(PriorityClasses.KIND.storageKey()).stream()
        .map(entry -> PriorityClasses.KIND.cast(entry.value().object()))
        .filter(PriorityClass::globalDefault)
        .min(Comparator.comparingInt(PriorityClass::value))
        .map(Chosen::of)
        .orElse(NONE);
  }
}
