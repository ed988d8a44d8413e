package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.Tolerations;
import java.util.List;

final class TaintTolerationScore implements Score {
  @Override
  public String name() {
    return "TaintToleration";
  }

  @Override
  public String describes() {
    return "Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate.";
  }

  @Override
  public int weight() {
    return 3;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var disliked = new long[nodes.size()];
    for (var i = 0; i < disliked.length; i++) {
      for (var taint : nodes.get(i).taints()) {
        if (taint.effect().equals("PreferNoSchedule")
            && !Tolerations.tolerate(pod.tolerations(), taint)) {
          disliked[i]++;
        }
      }
    }
    return Scores.stretch(disliked, true);
  }
}
