package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One reason why a node may not take a pod.
public interface Filter {
  /// Upstream's name of the plugin.
  String name();

  /// What it looks at, in a sentence, for people.
  String describes();

  /// The changes after which a pod that it turned away is worth another try.
  Set<ClusterChange> retriedOn();

  /// The only nodes that it may let through, where it knows them without testing each.
  ///
  /// @return null where it may be any
  default @Nullable List<NodeState> narrow(PodState pod, ClusterState cluster) {
    return null;
  }

  /// Works out what is the same for all nodes.
  ///
  /// @return the test of one node; null when the filter has nothing to say about this pod
  @Nullable NodeTest prepare(PodState pod, ClusterState cluster);
}
