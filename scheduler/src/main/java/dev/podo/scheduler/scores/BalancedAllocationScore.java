package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

final class BalancedAllocationScore implements Score {
  @Override
  public String name() {
    return "NodeResourcesBalancedAllocation";
  }

  @Override
  public String describes() {
    return "Prefers nodes whose CPU and memory fill up evenly.";
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var cpu = pod.requests().milliCpu();
    var memory = pod.requests().memory();
    if (cpu == 0 && memory == 0) {
      return INDIFFERENT; // A pod that asks for nothing tips no balance.
    }
    var out = new long[nodes.size()];
    for (var i = 0; i < out.length; i++) {
      var node = nodes.get(i);
      var of = node.allocatable();
      var cpuShare = share(node.requested().milliCpu() + cpu, of.milliCpu());
      var memoryShare = share(node.requested().memory() + memory, of.memory());
      // The standard deviation of two values is half their distance.
      out[i] = (long) (MAX * (1 - Math.abs(cpuShare - memoryShare) / 2));
    }
    return out;
  }

  private static double share(long taken, long of) {
    return of == 0 ? 1 : Math.min(1, (double) taken / of);
  }
}
