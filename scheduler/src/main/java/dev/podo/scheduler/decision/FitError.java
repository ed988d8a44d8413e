package dev.podo.scheduler.decision;

import dev.podo.scheduler.filters.Rejection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Why a pod fits nowhere.
///
/// @param nodes how many nodes there are
/// @param rejections what was said of each, by node name, in the order of the nodes' turns
public record FitError(int nodes, Map<String, Rejection> rejections) {
  /// In upstream's words, as in `0/5 nodes are available: 2 node(s) had untolerated taint {k: v}, 3
  /// Insufficient cpu.`
  public String message() {
    if (nodes == 0) {
      return "no nodes available to schedule pods";
    }
    var counts = new TreeMap<String, Integer>();
    for (var rejection : rejections.values()) {
      rejection.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum));
    }
    return summary(nodes, counts);
  }

  /// The filters that turned the pod away.
  public SortedSet<String> filters() {
    return rejections.values().stream()
        .map(Rejection::filter)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The nodes where fewer pods could make a difference.
  public List<String> preemptable() {
    return rejections.entrySet().stream()
        .filter(each -> each.getValue().helpedByPreemption())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Counted reasons, sorted as upstream sorts them: as text, count first.
  public static String summary(int nodes, Map<String, Integer> counts) {
    var reasons =
        counts.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return "0/" + nodes + " nodes are available" + (reasons.isEmpty() ? "" : ": " + reasons) + ".";
  }
}
