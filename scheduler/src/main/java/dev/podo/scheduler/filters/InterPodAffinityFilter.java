package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.PodTerm;
import dev.podo.scheduler.state.TopologyCounts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class InterPodAffinityFilter implements Filter {
  private static final String NAME = "InterPodAffinity";
  private static final Rejection NOT_NEAR =
      Rejection.fixed(NAME, "node(s) didn't match pod affinity rules");
  private static final Rejection NOT_APART =
      Rejection.byPods(NAME, "node(s) didn't match pod anti-affinity rules");
  private static final Rejection KEPT_AWAY =
      Rejection.byPods(NAME, "node(s) didn't satisfy existing pods anti-affinity rules");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describes() {
    return "Required pod affinity and anti-affinity, of the pod itself and of those already placed.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(
        ClusterChange.NODE_ADDED,
        ClusterChange.NODE_RELABELLED,
        ClusterChange.POD_GONE,
        ClusterChange.POD_PLACED,
        ClusterChange.POD_RELABELLED);
  }

  /// A term with where its pods are.
  private record Counted(PodTerm term, TopologyCounts counts) {}

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    var keptAway = keptAway(pod, cluster);
    var apart = counted(pod.rules().apart(), cluster);
    var near = counted(pod.rules().near(), cluster);
    if (keptAway.isEmpty() && apart.isEmpty() && near.isEmpty()) {
      return null;
    }
    var isFirst = isFirstOfItsKind(pod, near, cluster);
    return node -> {
      if (!hasAll(node, near, isFirst)) {
        return NOT_NEAR;
      }
      if (hasAny(node, apart)) {
        return NOT_APART;
      }
      return hasAny(node, keptAway) ? KEPT_AWAY : null;
    };
  }

  /// Those of the places where the pods are that it wants to be near.
  @Override
  public @Nullable List<NodeState> narrow(PodState pod, ClusterState cluster) {
    var near = counted(pod.rules().near(), cluster);
    if (near.isEmpty() || isFirstOfItsKind(pod, near, cluster)) {
      return null;
    }
    List<NodeState> fewest = null;
    for (var each : near) {
      var nodes = cluster.nodesWith(each.term().topologyKey(), each.counts().values());
      fewest = fewest == null || nodes.size() < fewest.size() ? nodes : fewest;
    }
    return fewest;
  }

  private static List<Counted> keptAway(PodState pod, ClusterState cluster) {
    var out = new ArrayList<Counted>();
    cluster
        .apart()
        .forEach((term, counts) -> {
          if (term.matches(pod, cluster::namespaceLabels)) {
            out.add(new Counted(term, counts));
          }
        });
    return out;
  }

  private static List<Counted> counted(List<PodTerm> terms, ClusterState cluster) {
    return terms.stream().map(term -> new Counted(term, cluster.matching(term))).toList();
  }

  /// A pod that wants to be near pods of its own kind must be able to be the first of them.
  private static boolean isFirstOfItsKind(PodState pod, List<Counted> near, ClusterState cluster) {
    return !near.isEmpty()
        && near.stream()
            .allMatch(each ->
                each.counts().isEmpty() && each.term().matches(pod, cluster::namespaceLabels));
  }

  private static boolean hasAll(NodeState node, List<Counted> near, boolean isFirst) {
    for (var each : near) {
      var value = node.labels().get(each.term().topologyKey());
      if (value == null || (!isFirst && each.counts().at(value) == 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasAny(NodeState node, List<Counted> terms) {
    for (var each : terms) {
      var value = node.labels().get(each.term().topologyKey());
      if (value != null && each.counts().at(value) > 0) {
        return true;
      }
    }
    return false;
  }
}
