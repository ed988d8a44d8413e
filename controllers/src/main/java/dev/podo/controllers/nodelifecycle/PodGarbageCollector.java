package dev.podo.controllers.nodelifecycle;

import dev.podo.client.Api;
import dev.podo.client.informer.Index;
import dev.podo.client.informer.Indexes;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Effect;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deletes the Pods that no agent will ever end: those of nodes that are gone or out of service,
/// and those deleted before they had a node. Of Pods that have ended it keeps so many.
public final class PodGarbageCollector implements Reconciler<Pod> {
  /// Upstream's `--terminated-pod-gc-threshold`.
  public static final int ENDED_MAX = 12_500;

  /// A node may come back under its name: only one that is gone for so long is gone for good.
  private static final Duration QUARANTINE = Duration.ofSeconds(40);

  private static final Index<Pod> ENDED =
      new Index<>("ended", pod -> Pods.isTerminal(pod) ? List.of("true") : List.of());

  /// Whoever was evicted has been replaced, and goes before others; then the oldest.
  private static final Comparator<Pod> FIRST_TO_GO =
      Comparator.comparing((Pod pod) -> !pod.status().reason().equals("Evicted"))
          .thenComparing(PodGarbageCollector::createdAt)
          .thenComparing(Key::of);

  private final int endedMax;

  /// @param endedMax how many Pods that have ended are kept
  public PodGarbageCollector(int endedMax) {
    this.endedMax = endedMax;
  }

  private static Instant createdAt(Pod pod) {
    var created = pod.metadata().creationTimestamp();
    return created == null ? Instant.MIN : created;
  }

  /// Asked once more before anything is deleted.
  private record StillGone(String node) implements Effect<Boolean> {
    @Override
    public Boolean perform(Api api) {
      return new Live<>(Nodes.KIND, new Key("", node)).perform(api).isEmpty();
    }
  }

  @Override
  public Watches watches(Watches.Of<Pod> on) {
    return on.primary(
            Pods.KIND, (before, after, view) -> isLost(after, view) || isTooMany(after, view))
        .routed(Nodes.KIND, PodGarbageCollector::route)
        .index(Pods.KIND, Indexes.PODS_BY_NODE)
        .index(Pods.KIND, ENDED);
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
      return Pods.isTerminating(pod) ? deleteNow(pod) : dropOldest(pod, view);
    }
    var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
    if (node == null) {
      return orphaned(pod, view, now);
    }
    return Pods.isTerminating(pod) && isOutOfService(node) ? deleteNow(pod) : dropOldest(pod, view);
  }

  /// Its node is not known here: is it gone, and does it stay so?
  private static Plan orphaned(Pod pod, View view, Instant now) {
    var name = pod.spec().nodeName();
    var stillGone = view.outcome(new StillGone(name));
    if (stillGone != null) {
      return stillGone.value() ? fail(pod, now).and(deleteNow(pod)) : Plan.nothing();
    }
    var question = new Live<>(Nodes.KIND, new Key("", name));
    var answer = view.outcome(question);
    if (answer == null) {
      return Plan.ask(question);
    }
    if (answer.value().isPresent()) {
      return Plan.nothing();
    }
    var until = answer.at().plus(QUARANTINE);
    return until.isAfter(now) ? Plan.waitKnowing(until) : Plan.ask(new StillGone(name));
  }

  /// Cheap while there are few Pods at all.
  private boolean isTooMany(Pod pod, View view) {
    return Pods.isTerminal(pod) && view.list(Pods.KIND).size() > endedMax;
  }

  private Plan dropOldest(Pod pod, View view) {
    if (!isTooMany(pod, view)) {
      return Plan.nothing();
    }
    var ended = view.list(Pods.KIND).by(ENDED, "true").where(each -> !Pods.isTerminating(each));
    var tooMany = ended.sorted(FIRST_TO_GO).first(Math.max(0, ended.size() - endedMax));
    return Plan.deleteAll(Pods.KIND, tooMany, each -> Announce.silent());
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
