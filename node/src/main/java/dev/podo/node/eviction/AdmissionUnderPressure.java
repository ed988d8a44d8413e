package dev.podo.node.eviction;

import dev.podo.machinery.kinds.node.Taints;
import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Taint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which pods a node still takes while it is short of something.
final class AdmissionUnderPressure {
  private static final Taint MEMORY_PRESSURE =
      Taint.builder().key("node.kubernetes.io/memory-pressure").effect(Taints.NO_SCHEDULE).build();

  private AdmissionUnderPressure() {}

  /// @return why not; null when the pod is taken
  static @Nullable String refuses(Pod pod, Set<PressureCondition> conditions) {
    if (conditions.isEmpty() || Ranking.isCritical(pod)) {
      return null;
    }
    var onlyMemory = conditions.equals(Set.of(PressureCondition.MEMORY));
    if (onlyMemory && !PodResources.qosClass(pod).equals(PodResources.BEST_EFFORT)) {
      return null;
    }
    if (onlyMemory
        && pod.spec().tolerations().stream()
            .anyMatch(each -> Taints.tolerates(each, MEMORY_PRESSURE))) {
      return null;
    }
    return EvictionMessages.ofConditions(conditions);
  }
}
