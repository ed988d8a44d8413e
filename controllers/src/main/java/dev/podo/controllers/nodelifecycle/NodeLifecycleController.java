package dev.podo.controllers.nodelifecycle;

import dev.podo.client.informer.Indexes;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges each node by its signs of life: when they stop, its conditions become Unknown; from its
/// conditions follow its taints, and the readiness of its Pods.
public final class NodeLifecycleController implements Reconciler<Node> {
  private final NodeLifecycleConfig config;

  public NodeLifecycleController(NodeLifecycleConfig config) {
    this.config = config;
  }

  @Override
  public Watches watches(Watches.Of<Node> on) {
    // Renewals are no cause to look: when one is due, the recheck finds it.
    return on.primary(Nodes.KIND)
        .routed(Nodes.KIND, NodeLifecycleController::route)
        .reads(Leases.KIND)
        .reads(Pods.KIND)
        .index(Pods.KIND, Indexes.PODS_BY_NODE);
  }

  /// Whether Pods are moved away depends on how the other nodes are, and on whose turn it is.
  private static void route(
      @Nullable Node before, @Nullable Node after, View view, Consumer<Ref> lookAt) {
    if (isReady(before) != isReady(after) || isDrivenAway(before) != isDrivenAway(after)) {
      view.list(Nodes.KIND)
          .all()
          .where(node -> !Nodes.isReady(node))
          .forEach(node -> lookAt.accept(Ref.of(Nodes.KIND, node)));
    }
  }

  private static boolean isDrivenAway(@Nullable Node node) {
    return node != null && EvictionTurn.isDrivenAway(node);
  }

  private static boolean isReady(@Nullable Node node) {
    return node != null && Nodes.isReady(node);
  }

  @Override
  public Plan reconcile(Node node, View view, Instant now) {
    if (node.metadata().deletionTimestamp() != null) {
      return Plan.nothing();
    }
    var silentAt = silentAt(node, view);
    var silent = !silentAt.isAfter(now);
    var judged = silent ? Health.silenced(node, now) : node;
    var turn = turn(node, judged, view, now);
    var tainted =
        judged.withSpec(node.spec().with(b -> b.taints(Taints.of(judged, turn.granted(), now))));
    return Plan.update(Nodes.KIND, node, tainted, Announce.silent())
        .and(Plan.status(Nodes.KIND, node, judged))
        .and(announce(node, judged))
        .and(Nodes.isReady(judged) ? Plan.nothing() : unready(node, view, now))
        .recheckAt(silent ? null : silentAt)
        .recheckAt(turn.askAgainAt());
  }

  private EvictionTurn turn(Node node, Node judged, View view, Instant now) {
    return Nodes.isReady(judged)
        ? EvictionTurn.NONE
        : EvictionTurn.of(
            judged,
            view.list(Nodes.KIND).all().toList(),
            other -> !Key.of(other).equals(Key.of(node)) && isHealthy(other, view, now),
            config.limits(),
            now);
  }

  private boolean isHealthy(Node node, View view, Instant now) {
    return Nodes.isReady(node) && silentAt(node, view).isAfter(now);
  }

  /// When the node will have been silent for too long.
  private Instant silentAt(Node node, View view) {
    var lease = view.get(Leases.KIND, Nodes.LEASE_NAMESPACE, node.metadata().name());
    var ready = Nodes.condition(node, Nodes.READY);
    var reported = ready == null ? null : ready.lastHeartbeatTime();
    var renewed = lease == null ? null : lease.spec().renewTime();
    var isNew = reported == null && renewed == null;
    Duration patience = isNew ? config.startupGrace() : config.grace();
    return Stream.of(reported, renewed, node.metadata().creationTimestamp(), config.startedAt())
        .filter(at -> at != null)
        .max(Instant::compareTo)
        .orElseThrow()
        .plus(patience);
  }

  private static Plan announce(Node before, Node after) {
    return Nodes.isReady(before) && !Nodes.isReady(after)
        ? Plan.note(
            Note.normal(
                before,
                "NodeNotReady",
                "Node " + before.metadata().name() + " status is now: NodeNotReady"))
        : Plan.nothing();
  }

  /// The Pods of a node that is not ready get no more traffic.
  private static Plan unready(Node node, View view, Instant now) {
    var plan = Plan.nothing();
    for (var pod : view.list(Pods.KIND).by(Indexes.PODS_BY_NODE, node.metadata().name())) {
      var ready = Pods.condition(pod, Pods.READY);
      if (ready != null && ready.status().equals("True")) {
        var not = ready.with(b -> b.status("False").lastTransitionTime(now));
        var status = Pods.withCondition(pod.status(), not);
        plan =
            plan.and(Plan.status(Pods.KIND, pod, pod.withStatus(status)))
                .and(Plan.note(Note.warning(pod, "NodeNotReady", "Node is not ready")));
      }
    }
    return plan;
  }
}
