package dev.podo.controllers.nodelifecycle;

import dev.podo.client.informer.Indexes;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deletes Pods from nodes whose `NoExecute` taints they do not tolerate, or not any longer.
public final class TaintEvictionController implements Reconciler<Pod> {
  @Override
  public Watches watches(Watches.Of<Pod> on) {
    return on.primary(Pods.KIND, (before, after, view) -> isOnTaintedNode(after, view))
        .routed(Nodes.KIND, TaintEvictionController::route)
        .index(Pods.KIND, Indexes.PODS_BY_NODE);
  }

  /// On any other node a Pod is not looked at: it is once its node gets such a taint.
  private static boolean isOnTaintedNode(Pod pod, View view) {
    var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
    return node != null
        && node.spec().taints().stream().anyMatch(t -> t.effect().equals(Taints.NO_EXECUTE));
  }

  private static void route(
      @Nullable Node before, @Nullable Node after, View view, Consumer<Ref> lookAt) {
    if (after == null) {
      return;
    }
    if (before == null || !after.spec().taints().equals(before.spec().taints())) {
      view.list(Pods.KIND)
          .by(Indexes.PODS_BY_NODE, after.metadata().name())
          .forEach(pod -> lookAt.accept(Ref.of(Pods.KIND, pod)));
    }
  }

  @Override
  public Plan reconcile(Pod pod, View view, Instant now) {
    var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
    if (node == null || Pods.isTerminating(pod) || Pods.isTerminal(pod)) {
      return Plan.nothing();
    }
    var until = toleratedUntil(pod, node);
    if (until == null) {
      return Plan.nothing();
    }
    return until.isAfter(now) ? Plan.nothing().recheckAt(until) : evict(pod, now);
  }

  /// Until when the Pod may stay; null for ever.
  private static @Nullable Instant toleratedUntil(Pod pod, Node node) {
    Instant earliest = null;
    for (var taint : node.spec().taints()) {
      var added = taint.timeAdded();
      if (!taint.effect().equals(Taints.NO_EXECUTE) || added == null) {
        continue; // The node lifecycle dates it first.
      }
      var seconds = Long.MAX_VALUE;
      var tolerated = false;
      for (var toleration : pod.spec().tolerations()) {
        if (Taints.tolerates(toleration, taint)) {
          tolerated = true;
          var limit = toleration.tolerationSeconds();
          seconds = limit == null ? seconds : Math.min(seconds, Math.max(0, limit));
        }
      }
      var until =
          !tolerated ? added : seconds == Long.MAX_VALUE ? Instant.MAX : added.plusSeconds(seconds);
      earliest = earliest == null || until.isBefore(earliest) ? until : earliest;
    }
    return Instant.MAX.equals(earliest) ? null : earliest;
  }

  private static Plan evict(Pod pod, Instant now) {
    var disrupted =
        PodCondition.builder()
            .type("DisruptionTarget")
            .status("True")
            .reason("DeletionByTaintManager")
            .message("Taint manager: deleting due to NoExecute taint")
            .lastTransitionTime(now)
            .build();
    var status = Pods.withCondition(pod.status(), disrupted);
    var name = pod.metadata().namespace() + "/" + pod.metadata().name();
    var told = Note.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + name);
    return Plan.status(Pods.KIND, pod, pod.withStatus(status))
        .and(Plan.delete(Pods.KIND, pod, Announce.success(told)));
  }
}
