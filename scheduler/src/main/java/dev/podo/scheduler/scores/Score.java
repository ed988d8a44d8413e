package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

/// One opinion on how well nodes suit a pod.
public interface Score {
  /// The best that a node can get from one score.
  long MAX = 100;

  /// What a score says that sees no difference between nodes.
  long[] INDIFFERENT = {};

  /// Upstream's name of the plugin.
  String name();

  /// What it prefers, in a sentence, for people.
  String describes();

  /// How much it counts beside the others.
  int weight();

  /// A value from 0 to [#MAX] for each node, or [#INDIFFERENT].
  long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster);
}
