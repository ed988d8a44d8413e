package dev.podo.scheduler.decision;

import dev.podo.foundation.Check;
import dev.podo.scheduler.filters.Filters;
import dev.podo.scheduler.filters.NodeTest;
import dev.podo.scheduler.filters.Rejection;
import dev.podo.scheduler.scores.Scores;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses a node for a pod: looks at nodes in turn, going on where it stopped last time so that
/// all get their share, until enough of them fit; takes the one with the best score, any one among
/// equals.
public final class Chooser {
  /// Below this many nodes all are looked at; and at least so many are compared.
  private static final int COMPARED_MIN = 100;

  private static final int PERCENT_MIN = 5;
  private static final int PERCENT_MAX = 50;
  private static final int NODES_PER_PERCENT = 125;

  private final int percentageToScore;
  private final RandomGenerator random;
  private long turn;

  /// @param percentageToScore of the nodes to compare; 0 for fewer the more nodes there are
  public Chooser(int percentageToScore, RandomGenerator random) {
    this.percentageToScore = percentageToScore;
    this.random = random;
  }

  public Decision choose(PodState pod, ClusterState cluster) {
    var all = cluster.rotation();
    var test = Filters.prepare(pod, cluster);
    var nominated = nominated(pod, cluster, test);
    if (nominated != null) {
      return new Decision.Fits(nominated, all.size());
    }
    var candidates = Filters.candidates(pod, cluster);
    var rejections = new LinkedHashMap<String, Rejection>();
    var fitting = fitting(candidates, enough(all.size()), test, rejections);
    if (fitting.isEmpty()) {
      // Why the others were none: as each of them would have said.
      for (var node : candidates.size() < all.size() ? all : List.<NodeState>of()) {
        rejections.computeIfAbsent(node.name(), any -> Check.notNull(test.test(node), "a verdict"));
      }
      return new Decision.Unfit(new FitError(all.size(), rejections));
    }
    var best = fitting.size() == 1 ? fitting.getFirst() : best(pod, fitting, cluster);
    return new Decision.Fits(best, all.size());
  }

  /// The node where room was made for this pod goes first.
  private static @Nullable NodeState nominated(PodState pod, ClusterState cluster, NodeTest test) {
    var name = pod.pod().status().nominatedNodeName();
    var node = name.isEmpty() ? null : cluster.node(name);
    return node != null && test.test(node) == null ? node : null;
  }

  private List<NodeState> fitting(
      List<NodeState> nodes, int enough, NodeTest test, Map<String, Rejection> rejections) {
    var fitting = new ArrayList<NodeState>(Math.min(enough, nodes.size()));
    var looked = 0;
    while (looked < nodes.size() && fitting.size() < enough) {
      var node = nodes.get((int) ((turn + looked) % nodes.size()));
      looked++;
      var rejection = test.test(node);
      if (rejection == null) {
        fitting.add(node);
      } else {
        rejections.put(node.name(), rejection);
      }
    }
    turn += looked;
    return fitting;
  }

  int enough(int nodes) {
    if (nodes < COMPARED_MIN) {
      return nodes;
    }
    var percent =
        percentageToScore > 0
            ? percentageToScore
            : Math.max(PERCENT_MIN, PERCENT_MAX - nodes / NODES_PER_PERCENT);
    return Math.max(COMPARED_MIN, nodes * percent / 100);
  }

  private NodeState best(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var totals = Scores.total(pod, nodes, cluster);
    var best = 0;
    var equals = 1;
    for (var i = 1; i < totals.length; i++) {
      if (totals[i] > totals[best]) {
        best = i;
        equals = 1;
      } else if (totals[i] == totals[best] && random.nextInt(++equals) == 0) {
        best = i;
      }
    }
    return nodes.get(best);
  }
}
