package dev.podo.controllers.replicaset;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Claims;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.pod.PodRanking;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.selector.LabelPredicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the number of live Pods owned by a ReplicaSet equal to `spec.replicas`.
public final class ReplicaSetController implements Reconciler<ReplicaSet> {
  private static final int BURST_MAX = 500; // One sync never floods the API with Pods.

  @Override
  public Watches watches(Watches.Of<ReplicaSet> on) {
    return on.primary(ReplicaSets.KIND)
        .owned(Pods.KIND)
        .mapped(Pods.KIND, ReplicaSetController::adopters);
  }

  /// An orphan concerns whoever would adopt it.
  private static List<Key> adopters(Pod pod, View view) {
    if (OwnerReferences.controllerOf(pod.metadata()) != null) {
      return List.of();
    }
    return view.list(ReplicaSets.KIND)
        .in(pod.metadata().namespace())
        .where(rs -> selector(rs).matches(pod.metadata().labels()))
        .map(Key::of);
  }

  @Override
  public Plan reconcile(ReplicaSet rs, View view, Instant now) {
    var claims = Claims.of(ReplicaSets.KIND, rs, selector(rs), Pods.KIND, view, Pods::isActive);
    if (claims.undecided()) {
      return claims.plan();
    }
    var active = claims.mine().stream().filter(Pods::isActive).toList();
    var missing = missing(rs, active);
    var failure = missing == 0 ? null : refusal(view);
    var status = Status.of(rs, claims.mine(), missing, failure, now);
    return claims
        .plan()
        .and(scale(rs, active, missing, view, now))
        .and(Plan.status(ReplicaSets.KIND, rs, rs.withStatus(status)))
        .recheckAt(Pods.nextAvailableAt(active, rs.spec().minReadySeconds(), now));
  }

  private static LabelPredicate selector(ReplicaSet rs) {
    return LabelPredicate.of(rs.spec().selector());
  }

  private static int missing(ReplicaSet rs, List<Pod> active) {
    var terminating = rs.metadata().deletionTimestamp() != null;
    return terminating ? 0 : ReplicaSets.replicas(rs) - active.size();
  }

  /// What the API server said to the last attempt; that the cache was behind is not worth telling.
  private static @Nullable ApiException refusal(View view) {
    var failure = view.failure();
    return failure == null || failure.isConflict() || failure.isNotFound() ? null : failure;
  }

  private static Plan scale(ReplicaSet rs, List<Pod> active, int missing, View view, Instant now) {
    if (missing > 0) {
      var pod = Pods.fromTemplate(rs.spec().template(), rs);
      var count = Math.min(missing, BURST_MAX);
      return Plan.createAll(Pods.KIND, Collections.nCopies(count, pod), created(rs));
    }
    if (missing < 0) {
      var count = Math.min(-missing, BURST_MAX);
      return Plan.deleteAll(
          Pods.KIND, cheapest(rs, active, count, view, now), pod -> deleted(rs, pod));
    }
    return Plan.nothing();
  }

  private static List<Pod> cheapest(
      ReplicaSet rs, List<Pod> active, int count, View view, Instant now) {
    if (count >= active.size()) {
      return active;
    }
    return PodRanking.cheapestFirst(active, related(rs, active, view), now).subList(0, count);
  }

  /// The Pods of this ReplicaSet and of its siblings, those with the same controller: where there
  /// are more of them on a node, one is missed less.
  private static List<Pod> related(ReplicaSet rs, List<Pod> active, View view) {
    var out = new ArrayList<>(active);
    var controller = OwnerReferences.controllerOf(rs.metadata());
    if (controller != null) {
      view.list(ReplicaSets.KIND)
          .dependentsOf(controller.uid())
          .where(sibling -> !sibling.metadata().uid().equals(rs.metadata().uid()))
          .forEach(sibling -> view.list(Pods.KIND).ownedBy(sibling).forEach(out::add));
    }
    return out;
  }

  private static Announce created(ReplicaSet rs) {
    return Announce.success(
            pod -> Note.normal(rs, "SuccessfulCreate", "Created pod: " + pod.metadata().name()))
        .orFailure(e -> Note.warning(rs, "FailedCreate", "Error creating: " + e.getMessage()));
  }

  private static Announce deleted(ReplicaSet rs, Pod pod) {
    var name = pod.metadata().name();
    return Announce.success(Note.normal(rs, "SuccessfulDelete", "Deleted pod: " + name))
        .orFailure(e -> Note.warning(rs, "FailedDelete", "Error deleting: " + e.getMessage()));
  }
}
