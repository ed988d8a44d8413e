package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class NodeNameFilter implements Filter {
  private static final Rejection REJECTION =
      Rejection.fixed("NodeName", "node(s) didn't match the requested node name");

  @Override
  public String name() {
    return "NodeName";
  }

  @Override
  public String describes() {
    return "A pod that names its node goes nowhere else.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(ClusterChange.NODE_ADDED);
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    var wanted = pod.nodeName();
    return wanted == null ? null : node -> node.name().equals(wanted) ? null : REJECTION;
  }
}
