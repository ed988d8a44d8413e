package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

final class LeastAllocatedScore implements Score {
  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public String describes() {
    return "Prefers nodes with more CPU and memory left.";
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var out = new long[nodes.size()];
    var cpu = pod.assumed().milliCpu();
    var memory = pod.assumed().memory();
    for (var i = 0; i < out.length; i++) {
      var node = nodes.get(i);
      var of = node.allocatable();
      out[i] =
          (left(of.milliCpu(), node.assumed().milliCpu() + cpu)
                  + left(of.memory(), node.assumed().memory() + memory))
              / 2;
    }
    return out;
  }

  private static long left(long of, long taken) {
    return taken >= of ? 0 : (long) (MAX * (double) (of - taken) / of);
  }
}
