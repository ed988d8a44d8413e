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
import dev.podo.model.ApiObject;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ReplicationController;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the number of live Pods owned by a ReplicaSet, or by a ReplicationController, equal to
/// `spec.replicas`.
public final class ReplicaController<T extends ApiObject> implements Reconciler<T> {
  private static final int BURST_MAX = 500; // One sync never floods the API with Pods.

  private final Replication<T> of;

  private ReplicaController(Replication<T> of) {
    this.of = of;
  }

  public static ReplicaController<ReplicaSet> ofReplicaSets() {
    return new ReplicaController<>(Replication.OfReplicaSets.INSTANCE);
  }

  public static ReplicaController<ReplicationController> ofReplicationControllers() {
    return new ReplicaController<>(Replication.OfReplicationControllers.INSTANCE);
  }

  @Override
  public Watches watches(Watches.Of<T> on) {
    return on.primary(of.kind()).owned(Pods.KIND).mapped(Pods.KIND, this::adopters);
  }

  /// An orphan concerns whoever would adopt it.
  private List<Key> adopters(Pod pod, View view) {
    if (OwnerReferences.controllerOf(pod.metadata()) != null) {
      return List.of();
    }
    return view.list(of.kind())
        .in(pod.metadata().namespace())
        .where(owner -> of.selector(owner).matches(pod.metadata().labels()))
        .map(Key::of);
  }

  @Override
  public Plan reconcile(T owner, View view, Instant now) {
    var claims = Claims.of(of.kind(), owner, of.selector(owner), Pods.KIND, view, Pods::isActive);
    if (claims.undecided()) {
      return claims.plan();
    }
    var active = claims.mine().stream().filter(Pods::isActive).toList();
    var missing = missing(owner, active);
    var failure = missing == 0 ? null : refusal(view);
    var status = Status.of(of, owner, claims.mine(), missing, failure, now);
    return claims
        .plan()
        .and(scale(owner, active, missing, view, now))
        .and(Plan.status(of.kind(), owner, of.withStatus(owner, status)))
        .recheckAt(Pods.nextAvailableAt(active, of.minReady(owner), now));
  }

  private int missing(T owner, List<Pod> active) {
    var terminating = owner.metadata().deletionTimestamp() != null;
    return terminating ? 0 : of.replicas(owner) - active.size();
  }

  /// What the API server said to the last attempt; that the cache was behind is not worth telling.
  private static @Nullable ApiException refusal(View view) {
    var failure = view.failure();
    return failure == null || failure.isConflict() || failure.isNotFound() ? null : failure;
  }

  private Plan scale(T owner, List<Pod> active, int missing, View view, Instant now) {
    if (missing > 0) {
      var pod = Pods.fromTemplate(of.template(owner), owner);
      var count = Math.min(missing, BURST_MAX);
      return Plan.createAll(Pods.KIND, Collections.nCopies(count, pod), created(owner));
    }
    if (missing < 0) {
      var count = Math.min(-missing, BURST_MAX);
      return Plan.deleteAll(
          Pods.KIND, cheapest(owner, active, count, view, now), pod -> deleted(owner, pod));
    }
    return Plan.nothing();
  }

  private List<Pod> cheapest(T owner, List<Pod> active, int count, View view, Instant now) {
    if (count >= active.size()) {
      return active;
    }
    return PodRanking.cheapestFirst(active, related(owner, active, view), now).subList(0, count);
  }

  /// The Pods of this owner and of its siblings, those with the same controller: where there are
  /// more of them on a node, one is missed less.
  private List<Pod> related(T owner, List<Pod> active, View view) {
    var out = new ArrayList<>(active);
    var controller = OwnerReferences.controllerOf(owner.metadata());
    if (controller != null) {
      view.list(of.kind())
          .dependentsOf(controller.uid())
          .where(sibling -> !sibling.metadata().uid().equals(owner.metadata().uid()))
          .forEach(sibling -> view.list(Pods.KIND).ownedBy(sibling).forEach(out::add));
    }
    return out;
  }

  private static Announce created(ApiObject owner) {
    return Announce.success(
            pod -> Note.normal(owner, "SuccessfulCreate", "Created pod: " + pod.metadata().name()))
        .orFailure(e -> Note.warning(owner, "FailedCreate", "Error creating: " + e.getMessage()));
  }

  private static Announce deleted(ApiObject owner, Pod pod) {
    var name = pod.metadata().name();
    return Announce.success(Note.normal(owner, "SuccessfulDelete", "Deleted pod: " + name))
        .orFailure(e -> Note.warning(owner, "FailedDelete", "Error deleting: " + e.getMessage()));
  }
}
