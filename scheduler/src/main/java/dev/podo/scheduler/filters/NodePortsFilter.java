package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class NodePortsFilter implements Filter {
  private static final Rejection REJECTION =
      Rejection.byPods("NodePorts", "node(s) didn't have free ports for the requested pod ports");

  @Override
  public String name() {
    return "NodePorts";
  }

  @Override
  public String describes() {
    return "A host port of a node belongs to one pod.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(ClusterChange.NODE_ADDED, ClusterChange.POD_GONE);
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    return pod.ports().isEmpty() ? null : node -> isFree(node, pod) ? null : REJECTION;
  }

  private static boolean isFree(NodeState node, PodState pod) {
    if (node.usesPorts() && node.pods().stream().anyMatch(other -> conflict(pod, other))) {
      return false;
    }
    return node.nominated().stream()
        .noneMatch(other -> NodeResourcesFitFilter.goesFirst(other, pod) && conflict(pod, other));
  }

  private static boolean conflict(PodState pod, PodState other) {
    for (var wanted : pod.ports()) {
      for (var taken : other.ports()) {
        if (wanted.conflictsWith(taken)) {
          return true;
        }
      }
    }
    return false;
  }
}
