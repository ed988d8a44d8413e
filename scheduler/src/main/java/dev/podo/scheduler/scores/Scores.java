package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

/// All scores; a node's total is their weighted sum.
public final class Scores {
  private static final List<Score> ALL =
      List.of(
          new TaintTolerationScore(),
          new NodeAffinityScore(),
          new LeastAllocatedScore(),
          new BalancedAllocationScore(),
          new PodTopologySpreadScore(),
          new DefaultSpreadScore(),
          new InterPodAffinityScore(),
          new ImageLocalityScore());

  private Scores() {}

  public static List<Score> all() {
    return ALL;
  }

  public static long[] total(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var totals = new long[nodes.size()];
    for (var score : ALL) {
      var values = score.score(pod, nodes, cluster);
      for (var i = 0; i < values.length; i++) {
        totals[i] += values[i] * score.weight();
      }
    }
    return totals;
  }

  /// Stretches values so that the highest becomes [Score#MAX]; turned round if `lowIsGood`.
  static long[] stretch(long[] values, boolean lowIsGood) {
    var max = 0L;
    for (var value : values) {
      max = Math.max(max, value);
    }
    if (max == 0) {
      return Score.INDIFFERENT;
    }
    for (var i = 0; i < values.length; i++) {
      var share = values[i] * Score.MAX / max;
      values[i] = lowIsGood ? Score.MAX - share : share;
    }
    return values;
  }
}
