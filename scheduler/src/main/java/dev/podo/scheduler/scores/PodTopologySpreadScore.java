package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.SpreadCount;
import dev.podo.scheduler.state.SpreadRule;
import java.util.List;

final class PodTopologySpreadScore implements Score {
  @Override
  public String name() {
    return "PodTopologySpread";
  }

  @Override
  public String describes() {
    return "ScheduleAnyway spread constraints: prefers domains with fewer of the pods meant.";
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var soft = pod.rules().spread().stream().filter(rule -> !rule.hard()).toList();
    if (soft.isEmpty()) {
      return INDIFFERENT;
    }
    var crowd = new double[nodes.size()];
    for (var rule : soft) {
      addCrowd(crowd, SpreadCount.of(rule, soft, pod, cluster), nodes);
    }
    return emptiestBest(crowd, nodes, soft);
  }

  /// A domain's count weighs more where there are more domains to choose from.
  private static void addCrowd(double[] crowd, SpreadCount count, List<NodeState> nodes) {
    var key = count.rule().term().topologyKey();
    var weight = Math.log(count.domains() + 2.0);
    for (var i = 0; i < crowd.length; i++) {
      var value = nodes.get(i).labels().get(key);
      if (value != null) {
        crowd[i] += count.at(value) * weight + (count.rule().maxSkew() - 1);
      }
    }
  }

  private static long[] emptiestBest(double[] crowd, List<NodeState> nodes, List<SpreadRule> soft) {
    var min = Double.MAX_VALUE;
    var max = 0.0;
    for (var i = 0; i < crowd.length; i++) {
      if (hasAllLabels(nodes.get(i), soft)) {
        min = Math.min(min, crowd[i]);
        max = Math.max(max, crowd[i]);
      }
    }
    var out = new long[crowd.length];
    for (var i = 0; i < out.length; i++) {
      if (hasAllLabels(nodes.get(i), soft)) {
        out[i] = max == 0 ? MAX : Math.round(MAX * (max + min - crowd[i]) / max);
      }
    }
    return out;
  }

  private static boolean hasAllLabels(NodeState node, List<SpreadRule> rules) {
    for (var rule : rules) {
      if (!node.labels().containsKey(rule.term().topologyKey())) {
        return false;
      }
    }
    return true;
  }
}
