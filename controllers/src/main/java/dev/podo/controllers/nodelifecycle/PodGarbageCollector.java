package dev.podo.controllers.nodelifecycle;

import dev.podo.client.informer.Indexes;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Live;
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
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deletes the Pods that no agent will ever end: those of nodes that are gone or out of service,
/// and those deleted before they had a node.
public final class PodGarbageCollector implements Reconciler<Pod> {
  @Override
  public Watches watches(Watches.Of<Pod> on) {
    return on.primary(Pods.KIND, (before, after, view) -> isLost(after, view))
        .routed(Nodes.KIND, PodGarbageCollector::route)
        .index(Pods.KIND, Indexes.PODS_BY_NODE);
  }

  /// Whether there may be no agent for it, as far as the caches tell; all others are looked at once
  /// something happens to their nodes.
  private static boolean isLost(Pod pod, View view) {
    if (!Pods.isAssigned(pod)) {
      return Pods.isTerminating(pod);
    }
    var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
    return node == null || (Pods.isTerminating(pod) && isOutOfService(node));
  }

  private static void route(
      @Nullable Node before, @Nullable Node after, View view, Consumer<Ref> lookAt) {
    var node = after == null ? before : after;
    if (node != null && (after == null || isOutOfService(after))) {
      view.list(Pods.KIND)
          .by(Indexes.PODS_BY_NODE, node.metadata().name())
          .forEach(pod -> lookAt.accept(Ref.of(Pods.KIND, pod)));
    }
  }

  private static boolean isOutOfService(Node node) {
    return !Nodes.isReady(node)
        && node.spec().taints().stream().anyMatch(t -> t.key().equals(Taints.OUT_OF_SERVICE));
  }

  @Override
  public Plan reconcile(Pod pod, View view, Instant now) {
    if (!Pods.isAssigned(pod)) {
      return Pods.isTerminating(pod) ? deleteNow(pod) : Plan.nothing();
    }
    var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
    if (node != null) {
      return Pods.isTerminating(pod) && isOutOfService(node) ? deleteNow(pod) : Plan.nothing();
    }
    var question = new Live<>(Nodes.KIND, new Key("", pod.spec().nodeName()));
    var answer = view.outcome(question);
    if (answer == null) {
      return Plan.ask(question);
    }
    return answer.value().isPresent() ? Plan.nothing() : fail(pod, now).and(deleteNow(pod));
  }

  /// What its owner should read from it before it goes.
  private static Plan fail(Pod pod, Instant now) {
    if (Pods.isTerminal(pod)) {
      return Plan.nothing();
    }
    var disrupted =
        PodCondition.builder()
            .type("DisruptionTarget")
            .status("True")
            .reason("DeletionByPodGC")
            .message("PodGC: node no longer exists")
            .lastTransitionTime(now)
            .build();
    var status = Pods.withCondition(pod.status(), disrupted).with(b -> b.phase(Pods.FAILED));
    return Plan.status(Pods.KIND, pod, pod.withStatus(status));
  }

  private static Plan deleteNow(Pod pod) {
    var atOnce = DeleteOptions.builder().gracePeriodSeconds(0L).build();
    return Plan.delete(Pods.KIND, pod, atOnce, Announce.silent());
  }
}
