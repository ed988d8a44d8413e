package dev.podo.scheduler.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many pods that a spread rule speaks of are in each domain that counts for a pod.
public final class SpreadCount {
  private final SpreadRule rule;
  private final Map<String, Integer> domains;
  private final boolean countsItself;
  private final int least;

  private SpreadCount(SpreadRule rule, Map<String, Integer> domains, boolean countsItself) {
    this.rule = rule;
    this.domains = domains;
    this.countsItself = countsItself;
    var min = domains.size() < rule.minDomains() ? 0 : Integer.MAX_VALUE;
    for (var count : domains.values()) {
      min = Math.min(min, count);
    }
    this.least = domains.isEmpty() ? 0 : min;
  }

  /// Counts for one pod. A node without one of the labels of `all` rules is no domain.
  public static SpreadCount of(
      SpreadRule rule, List<SpreadRule> all, PodState pod, ClusterState cluster) {
    var key = rule.term().topologyKey();
    var counts = cluster.matching(rule.term());
    var domains = new HashMap<String, Integer>();
    if (isAnyNodeADomain(rule, all, pod)) {
      cluster.valuesOf(key).forEach(value -> domains.put(value, counts.at(value)));
      return new SpreadCount(rule, domains, rule.term().matches(pod, cluster::namespaceLabels));
    }
    for (var node : cluster.nodes()) {
      var value = node.labels().get(key);
      if (value != null && isDomain(node, rule, all, pod)) {
        domains.merge(value, counts.on(node), Integer::sum);
      }
    }
    return new SpreadCount(rule, domains, rule.term().matches(pod, cluster::namespaceLabels));
  }

  /// Then the counters by domain will do, and no node has to be looked at.
  private static boolean isAnyNodeADomain(SpreadRule rule, List<SpreadRule> all, PodState pod) {
    var rules = pod.rules();
    return all.size() == 1
        && !rule.honorTaints()
        && (!rule.honorAffinity() || (rules.nodeLabels().isEmpty() && rules.nodeTerms() == null));
  }

  private static boolean isDomain(
      NodeState node, SpreadRule rule, List<SpreadRule> all, PodState pod) {
    for (var each : all) {
      if (!node.labels().containsKey(each.term().topologyKey())) {
        return false;
      }
    }
    return (!rule.honorAffinity() || pod.rules().allow(node))
        && (!rule.honorTaints() || tolerates(pod, node));
  }

  private static boolean tolerates(PodState pod, NodeState node) {
    for (var taint : node.taints()) {
      if (!taint.effect().equals("PreferNoSchedule")
          && !Tolerations.tolerate(pod.tolerations(), taint)) {
        return false;
      }
    }
    return true;
  }

  public SpreadRule rule() {
    return rule;
  }

  public int at(String value) {
    return domains.getOrDefault(value, 0);
  }

  public int domains() {
    return domains.size();
  }

  /// The count of the emptiest domain; 0 while there are fewer domains than the rule assumes.
  public int least() {
    return least;
  }

  /// Whether the pod will count as one of them where it goes.
  public boolean countsItself() {
    return countsItself;
  }
}
