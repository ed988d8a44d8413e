package dev.podo.controllers.nodeipam;

import dev.podo.client.Patch;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives each node a range of Pod addresses of its own, in `spec.podCIDR`.
///
/// The range that they are parts of is one for the cluster, so no two nodes may be looked at side
/// by side: what it looks after is the cluster itself, for which the namespace `kube-system`
/// stands. One turn serves all nodes that wait, and the next one sees what it wrote.
public final class NodeIpamController implements Reconciler<Namespace> {
  private static final String CLUSTER = "kube-system";
  private static final Ref CLUSTER_REF = new Ref(Namespaces.KIND, new Key("", CLUSTER));

  private final PodRanges ranges;

  /// @param podCidr the addresses of all Pods of the cluster
  public NodeIpamController(String podCidr) {
    this.ranges = PodRanges.parse(podCidr);
  }

  @Override
  public Watches watches(Watches.Of<Namespace> on) {
    return on.primary(
            Namespaces.KIND,
            (before, after, view) -> before == null && after.metadata().name().equals(CLUSTER))
        .routed(Nodes.KIND, NodeIpamController::route);
  }

  /// What a node reports of itself is no cause to look.
  private static void route(
      @Nullable Node before, @Nullable Node after, View view, Consumer<Ref> lookAt) {
    if (before == null
        || after == null
        || !before.spec().podCIDRs().equals(after.spec().podCIDRs())) {
      lookAt.accept(CLUSTER_REF);
    }
  }

  @Override
  public Plan reconcile(Namespace cluster, View view, Instant now) {
    if (!cluster.metadata().name().equals(CLUSTER)) {
      return Plan.nothing();
    }
    var nodes = view.list(Nodes.KIND).all().toList();
    var assigned = ranges.assign(nodes);
    var plan = Plan.nothing();
    for (var node : nodes) {
      if (PodRanges.isWaiting(node)) {
        var range = assigned.get(node.metadata().name());
        plan = plan.and(range == null ? goesWithout(node) : give(node, range));
      }
    }
    return plan;
  }

  /// Not bound to the node's revision, which moves with each of its reports: the API server itself
  /// refuses to change a range that is there.
  private static Plan give(Node node, String range) {
    var spec = new TreeMap<String, Object>();
    spec.put("podCIDR", range);
    spec.put("podCIDRs", List.of(range));
    var patch = new Patch.Merge(Map.of("spec", spec));
    return Plan.patch(Nodes.KIND, node, patch, "", Announce.silent());
  }

  private static Plan goesWithout(Node node) {
    var name = node.metadata().name();
    return Plan.note(
        Note.normal(node, "CIDRNotAvailable", "Node " + name + " status is now: CIDRNotAvailable"));
  }
}
