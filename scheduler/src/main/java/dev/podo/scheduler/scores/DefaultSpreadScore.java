package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

final class DefaultSpreadScore implements Score {
  private static final double ZONE_SHARE = 0.4;

  @Override
  public String name() {
    return "PodTopologySpread (default constraints)";
  }

  @Override
  public String describes() {
    return "Without constraints of its own, prefers nodes and zones with fewer pods of the same"
        + " controller.";
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var siblings = cluster.ofOwner(pod.owner());
    if (siblings == null || !pod.rules().spread().isEmpty()) {
      return INDIFFERENT;
    }
    var crowd = new double[nodes.size()];
    var max = 0.0;
    for (var i = 0; i < crowd.length; i++) {
      var node = nodes.get(i);
      var zone = ClusterState.zone(node);
      crowd[i] = siblings.on(node);
      if (!zone.isEmpty()) {
        crowd[i] += ZONE_SHARE * siblings.at(zone);
      }
      max = Math.max(max, crowd[i]);
    }
    return max == 0 ? INDIFFERENT : emptiestBest(crowd, max);
  }

  private static long[] emptiestBest(double[] crowd, double max) {
    var out = new long[crowd.length];
    for (var i = 0; i < out.length; i++) {
      out[i] = Math.round(MAX * (max - crowd[i]) / max);
    }
    return out;
  }
}
