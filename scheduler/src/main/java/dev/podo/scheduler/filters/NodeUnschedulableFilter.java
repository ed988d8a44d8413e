package dev.podo.scheduler.filters;

import dev.podo.model.core.v1.Taint;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.Tolerations;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class NodeUnschedulableFilter implements Filter {
  private static final Taint TAINT =
      Taint.builder().key("node.kubernetes.io/unschedulable").effect("NoSchedule").build();
  private static final Rejection REJECTION =
      Rejection.fixed("NodeUnschedulable", "node(s) were unschedulable");

  @Override
  public String name() {
    return "NodeUnschedulable";
  }

  @Override
  public String describes() {
    return "A cordoned node takes only pods that tolerate node.kubernetes.io/unschedulable.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(ClusterChange.NODE_ADDED, ClusterChange.NODE_OPENED);
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    return Tolerations.tolerate(pod.tolerations(), TAINT)
        ? null
        : node -> node.isUnschedulable() ? REJECTION : null;
  }
}
