package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.SpreadCount;
import dev.podo.scheduler.state.SpreadRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class PodTopologySpreadFilter implements Filter {
  private static final String NAME = "PodTopologySpread";
  private static final String REASON = "node(s) didn't match pod topology spread constraints";
  private static final Rejection TOO_SKEWED = Rejection.byPods(NAME, REASON);
  private static final Rejection NO_LABEL =
      Rejection.fixed(NAME, REASON + " (missing required label)");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describes() {
    return "DoNotSchedule spread constraints: no domain gets ahead of the emptiest by more than"
        + " maxSkew.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(
        ClusterChange.NODE_ADDED,
        ClusterChange.NODE_RELABELLED,
        ClusterChange.NODE_OPENED,
        ClusterChange.POD_GONE,
        ClusterChange.POD_PLACED,
        ClusterChange.POD_RELABELLED);
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    var hard = pod.rules().spread().stream().filter(SpreadRule::hard).toList();
    if (hard.isEmpty()) {
      return null;
    }
    var counts = hard.stream().map(rule -> SpreadCount.of(rule, hard, pod, cluster)).toList();
    return node -> test(node, counts);
  }

  private static @Nullable Rejection test(NodeState node, List<SpreadCount> counts) {
    for (var count : counts) {
      var value = node.labels().get(count.rule().term().topologyKey());
      if (value == null) {
        return NO_LABEL;
      }
      var self = count.countsItself() ? 1 : 0;
      if (count.at(value) + self - count.least() > count.rule().maxSkew()) {
        return TOO_SKEWED;
      }
    }
    return null;
  }
}
