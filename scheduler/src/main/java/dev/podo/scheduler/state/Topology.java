package dev.podo.scheduler.state;

import java.util.LinkedHashMap;
import java.util.Map;

/// Where pods are, in the terms of pods' rules: how many pods a term matches per value of its
/// topology key. A counter is made by one pass over all pods when a term is first asked for, and
/// from then on follows each pod that comes or goes; the least recently asked are dropped.
final class Topology {
  private static final int COUNTERS_MAX = 512;

  private final NamespaceLabels namespaces;
  private final Map<PodTerm, TopologyCounts> matching = new LinkedHashMap<>(16, 0.75f, true);
  private final HeldTerms apart = new HeldTerms();
  private final HeldTerms wishes = new HeldTerms();

  Topology(NamespaceLabels namespaces) {
    this.namespaces = namespaces;
  }

  HeldTerms apart() {
    return apart;
  }

  HeldTerms wishes() {
    return wishes;
  }

  TopologyCounts matching(PodTerm term, Iterable<NodeState> nodes) {
    var counts = matching.get(term);
    if (counts == null) {
      counts = count(term, nodes);
      matching.put(term, counts);
      dropOldest();
    }
    return counts;
  }

  void add(PodState pod, NodeState node) {
    change(pod, node, 1);
  }

  void remove(PodState pod, NodeState node) {
    change(pod, node, -1);
  }

  /// Labels of nodes or namespaces changed: what was counted by them is counted anew.
  void recount(Iterable<NodeState> nodes) {
    matching.clear();
    apart.clear();
    wishes.clear();
    for (var node : nodes) {
      node.pods().forEach(pod -> hold(pod, node, 1));
    }
  }

  private void change(PodState pod, NodeState node, int sign) {
    hold(pod, node, sign);
    for (var each : matching.entrySet()) {
      var value = node.labels().get(each.getKey().topologyKey());
      if (value != null && counts(pod) && each.getKey().matches(pod, namespaces)) {
        each.getValue().add(value, node.name(), sign);
      }
    }
  }

  private void hold(PodState pod, NodeState node, int sign) {
    var rules = pod.rules();
    for (var term : rules.apart()) {
      apart.add(term, node, sign);
    }
    for (var term : rules.near()) {
      wishes.add(term, node, sign); // upstream's hardPodAffinityWeight of 1
    }
    for (var wish : rules.preferredPods()) {
      wishes.add(wish.term(), node, sign * wish.weight());
    }
  }

  private TopologyCounts count(PodTerm term, Iterable<NodeState> nodes) {
    var counts = new TopologyCounts();
    for (var node : nodes) {
      var value = node.labels().get(term.topologyKey());
      if (value == null) {
        continue;
      }
      for (var pod : node.pods()) {
        if (counts(pod) && term.matches(pod, namespaces)) {
          counts.add(value, node.name(), 1);
        }
      }
    }
    return counts;
  }

  /// A pod that is being deleted no longer attracts or repels.
  private static boolean counts(PodState pod) {
    return !pod.isLeaving();
  }

  private void dropOldest() {
    if (matching.size() > COUNTERS_MAX) {
      var oldest = matching.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
