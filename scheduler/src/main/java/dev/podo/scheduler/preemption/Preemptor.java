package dev.podo.scheduler.preemption;

import dev.podo.scheduler.decision.FitError;
import dev.podo.scheduler.filters.Filters;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the node where a pod gets room at the least harm: there the most important of those that
/// must go is the least important, then they are few in sum, then in number, then young.
public final class Preemptor {
  private static final int CANDIDATES_MAX = 100;

  /// The more important first: by priority, then the longer running.
  private static final Comparator<PodState> IMPORTANCE =
      Comparator.comparingInt((PodState pod) -> -pod.priority())
          .thenComparing(Preemptor::startTime)
          .thenComparing(PodState::uid);

  private static final Comparator<Preemption.Victims> LEAST_HARM =
      Comparator.comparingInt((Preemption.Victims each) -> each.pods().getFirst().priority())
          .thenComparingLong(each -> sumOfPriorities(each.pods()))
          .thenComparingInt(each -> each.pods().size())
          .thenComparing(each -> startTime(each.pods().getFirst()), Comparator.reverseOrder());

  private Preemptor() {}

  /// @param error what was said of each node when the pod was tried
  public static Preemption find(PodState pod, FitError error, ClusterState cluster) {
    var ineligible = ineligible(pod, cluster);
    if (ineligible != null) {
      return new Preemption.Useless("preemption: " + ineligible);
    }
    var candidates = new ArrayList<Preemption.Victims>();
    var hopeful = error.preemptable();
    for (var name : hopeful) {
      var node = cluster.node(name);
      var victims = node == null ? null : victims(pod, node, cluster);
      if (victims != null) {
        candidates.add(victims);
      }
      if (candidates.size() >= CANDIDATES_MAX) {
        break;
      }
    }
    return candidates.isEmpty()
        ? useless(error.nodes(), hopeful.size())
        : candidates.stream().min(LEAST_HARM).orElseThrow();
  }

  private static @Nullable String ineligible(PodState pod, ClusterState cluster) {
    if ("Never".equals(pod.pod().spec().preemptionPolicy())) {
      return "not eligible due to preemptionPolicy=Never.";
    }
    var nominated = cluster.node(pod.pod().status().nominatedNodeName());
    if (nominated == null) {
      return null;
    }
    var leaving =
        nominated.pods().stream()
            .anyMatch(other -> other.priority() < pod.priority() && isTerminating(other));
    return leaving ? "not eligible due to a terminating pod on the nominated node." : null;
  }

  private static boolean isTerminating(PodState pod) {
    return pod.pod().metadata().deletionTimestamp() != null;
  }

  private static Preemption.Useless useless(int nodes, int hopeful) {
    var counts = new TreeMap<String, Integer>();
    if (hopeful > 0) {
      counts.put("No preemption victims found for incoming pod", hopeful);
    }
    if (nodes > hopeful) {
      counts.put("Preemption is not helpful for scheduling", nodes - hopeful);
    }
    return new Preemption.Useless("preemption: " + FitError.summary(nodes, counts));
  }

  /// Takes all less important pods off the node, and if the pod then fits, puts back as many as it
  /// can, the important ones first. The cluster is afterwards as it was.
  private static Preemption.@Nullable Victims victims(
      PodState pod, NodeState node, ClusterState cluster) {
    var lower =
        node.pods().stream()
            .filter(other -> other.priority() < pod.priority())
            .sorted(IMPORTANCE)
            .toList();
    if (lower.isEmpty()) {
      return null;
    }
    lower.forEach(other -> cluster.remove(other.uid()));
    var victims = fits(pod, node, cluster) ? spare(pod, node, lower, cluster) : List.<PodState>of();
    lower.stream().filter(o -> cluster.placed(o.uid()) == null).forEach(cluster::place);
    return victims.isEmpty() ? null : new Preemption.Victims(node, victims);
  }

  private static List<PodState> spare(
      PodState pod, NodeState node, List<PodState> lower, ClusterState cluster) {
    var victims = new ArrayList<PodState>();
    for (var other : lower) {
      cluster.place(other);
      if (!fits(pod, node, cluster)) {
        cluster.remove(other.uid());
        victims.add(other);
      }
    }
    return victims;
  }

  private static boolean fits(PodState pod, NodeState node, ClusterState cluster) {
    return Filters.prepare(pod, cluster).test(node) == null;
  }

  private static long sumOfPriorities(List<PodState> pods) {
    return pods.stream().mapToLong(pod -> pod.priority() - (long) Integer.MIN_VALUE).sum();
  }

  private static Instant startTime(PodState pod) {
    var start = pod.pod().status().startTime();
    return start == null ? Instant.MAX : start;
  }
}
