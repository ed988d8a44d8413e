package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

final class NodeAffinityScore implements Score {
  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public String describes() {
    return "Prefers nodes that match more of the pod's preferred node affinity, by weight.";
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var preferred = pod.rules().preferredNodes();
    if (preferred.isEmpty()) {
      return INDIFFERENT;
    }
    var sums = new long[nodes.size()];
    for (var i = 0; i < sums.length; i++) {
      for (var each : preferred) {
        if (each.terms().matches(nodes.get(i).name(), nodes.get(i).labels())) {
          sums[i] += each.weight();
        }
      }
    }
    return Scores.stretch(sums, false);
  }
}
