package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class NodeAffinityFilter implements Filter {
  private static final Rejection REJECTION =
      Rejection.fixed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");

  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public String describes() {
    return "spec.nodeSelector and required node affinity name the nodes that a pod accepts.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(ClusterChange.NODE_ADDED, ClusterChange.NODE_RELABELLED);
  }

  /// Those with the rarest of the labels that nodeSelector asks for.
  @Override
  public @Nullable List<NodeState> narrow(PodState pod, ClusterState cluster) {
    List<NodeState> fewest = null;
    for (var label : pod.rules().nodeLabels().entrySet()) {
      var nodes = cluster.nodesWith(label.getKey(), List.of(label.getValue()));
      fewest = fewest == null || nodes.size() < fewest.size() ? nodes : fewest;
    }
    return fewest;
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    var rules = pod.rules();
    if (rules.nodeLabels().isEmpty() && rules.nodeTerms() == null) {
      return null;
    }
    return node -> rules.allow(node) ? null : REJECTION;
  }
}
