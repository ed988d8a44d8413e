package dev.podo.scheduler.scores;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.PodTerm;
import dev.podo.scheduler.state.TopologyCounts;
import java.util.ArrayList;
import java.util.List;

final class InterPodAffinityScore implements Score {
  @Override
  public String name() {
    return "InterPodAffinity";
  }

  @Override
  public String describes() {
    return "Preferred pod affinity and anti-affinity, of the pod and of those already placed.";
  }

  @Override
  public int weight() {
    return 2;
  }

  /// So much for each pod counted at a node's place.
  private record Attraction(PodTerm term, TopologyCounts counts, int weight) {}

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var attractions = attractions(pod, cluster);
    if (attractions.isEmpty()) {
      return INDIFFERENT;
    }
    var out = new long[nodes.size()];
    var min = Long.MAX_VALUE;
    var max = Long.MIN_VALUE;
    for (var i = 0; i < out.length; i++) {
      out[i] = sum(attractions, nodes.get(i));
      min = Math.min(min, out[i]);
      max = Math.max(max, out[i]);
    }
    if (min == max) {
      return INDIFFERENT;
    }
    for (var i = 0; i < out.length; i++) {
      out[i] = MAX * (out[i] - min) / (max - min);
    }
    return out;
  }

  private static List<Attraction> attractions(PodState pod, ClusterState cluster) {
    var out = new ArrayList<Attraction>();
    for (var wish : pod.rules().preferredPods()) {
      out.add(new Attraction(wish.term(), cluster.matching(wish.term()), wish.weight()));
    }
    cluster
        .wishes()
        .forEach((term, weights) -> {
          if (term.matches(pod, cluster::namespaceLabels)) {
            out.add(new Attraction(term, weights, 1));
          }
        });
    return out;
  }

  private static long sum(List<Attraction> attractions, NodeState node) {
    var sum = 0L;
    for (var each : attractions) {
      var value = node.labels().get(each.term().topologyKey());
      if (value != null) {
        sum += (long) each.counts().at(value) * each.weight();
      }
    }
    return sum;
  }
}
