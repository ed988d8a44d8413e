package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All filters, cheapest first; the first that objects gives a node's verdict.
public final class Filters {
  private static final List<Filter> ALL =
      List.of(
          new NodeUnschedulableFilter(),
          new NodeNameFilter(),
          new TaintTolerationFilter(),
          new NodeAffinityFilter(),
          new NodePortsFilter(),
          new NodeResourcesFitFilter(),
          new PodTopologySpreadFilter(),
          new InterPodAffinityFilter());

  private Filters() {}

  public static List<Filter> all() {
    return ALL;
  }

  /// The test of all filters together for one pod.
  public static NodeTest prepare(PodState pod, ClusterState cluster) {
    var tests = new ArrayList<NodeTest>(ALL.size());
    for (var filter : ALL) {
      var test = filter.prepare(pod, cluster);
      if (test != null) {
        tests.add(test);
      }
    }
    var array = tests.toArray(new NodeTest[0]);
    return node -> first(array, node);
  }

  /// The nodes that are worth testing for a pod: all of them, unless a filter knows better.
  public static List<NodeState> candidates(PodState pod, ClusterState cluster) {
    var fewest = cluster.rotation();
    for (var filter : ALL) {
      var only = filter.narrow(pod, cluster);
      if (only != null && only.size() < fewest.size()) {
        fewest = only;
      }
    }
    return fewest;
  }

  private static @Nullable Rejection first(NodeTest[] tests, NodeState node) {
    for (var test : tests) {
      var rejection = test.test(node);
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }
}
