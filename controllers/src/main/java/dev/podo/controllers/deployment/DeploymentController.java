package dev.podo.controllers.deployment;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Claims;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentStatus;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.selector.LabelPredicate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings a Deployment's ReplicaSets from what they are to the present template and size, one step
/// at a time: each step is decided anew from what is there.
public final class DeploymentController implements Reconciler<Deployment> {
  @Override
  public Watches watches(Watches.Of<Deployment> on) {
    return on.primary(Deployments.KIND)
        .owned(ReplicaSets.KIND)
        .mapped(ReplicaSets.KIND, DeploymentController::adopters)
        .mapped(Pods.KIND, DeploymentController::waitingForPods);
  }

  private static List<Key> adopters(ReplicaSet set, View view) {
    if (OwnerReferences.controllerOf(set.metadata()) != null) {
      return List.of();
    }
    return view.list(Deployments.KIND)
        .in(set.metadata().namespace())
        .where(d -> selector(d).matches(set.metadata().labels()))
        .map(Key::of);
  }

  /// Only a Deployment that recreates its Pods waits for single ones to be gone.
  private static List<Key> waitingForPods(Pod pod, View view) {
    var namespace = pod.metadata().namespace();
    var owner = OwnerReferences.controllerOf(pod.metadata());
    var set = owner == null ? null : view.get(ReplicaSets.KIND, namespace, owner.name());
    var above = set == null ? null : OwnerReferences.controllerOf(set.metadata());
    var deployment = above == null ? null : view.get(Deployments.KIND, namespace, above.name());
    return deployment != null && deployment.spec().strategy().type().equals(Deployments.RECREATE)
        ? List.of(Key.of(deployment))
        : List.of();
  }

  @Override
  public Plan reconcile(Deployment deployment, View view, Instant now) {
    if (selector(deployment).isEverything()) {
      return refuseAll(deployment);
    }
    var claims =
        Claims.of(
            Deployments.KIND,
            deployment,
            selector(deployment),
            ReplicaSets.KIND,
            view,
            set -> true);
    if (claims.undecided()) {
      return claims.plan();
    }
    var rollout = Rollout.of(deployment, claims.mine());
    if (deployment.metadata().deletionTimestamp() != null) {
      return claims.plan().and(status(rollout, Progress.counted(rollout, before(rollout), now)));
    }
    var base = Progress.pausedOrResumed(deployment, before(rollout), now);
    return claims.plan().and(step(rollout, Progress.found(rollout, base, now), view, now));
  }

  private static LabelPredicate selector(Deployment deployment) {
    return LabelPredicate.of(deployment.spec().selector());
  }

  private static DeploymentStatus before(Rollout rollout) {
    return rollout.deployment().status();
  }

  private static Plan refuseAll(Deployment deployment) {
    var message = "This deployment is selecting all pods. A non-empty selector is required.";
    var generation = deployment.metadata().generation();
    var status = deployment.status().with(b -> b.observedGeneration(generation));
    return Plan.note(Note.warning(deployment, "SelectingAll", message))
        .and(Plan.status(Deployments.KIND, deployment, deployment.withStatus(status)));
  }

  private static Plan step(Rollout rollout, DeploymentStatus base, View view, Instant now) {
    if (rollout.deployment().spec().paused() || wasScaled(rollout)) {
      var status = Progress.counted(rollout, base, now);
      return resize(rollout, Sizes.scaled(rollout))
          .and(rollout.deployment().spec().paused() ? cleanUp(rollout) : Plan.nothing())
          .and(status(rollout, status));
    }
    return rollout.isRecreate()
        ? recreate(rollout, base, view, now)
        : roll(rollout, base, view, now);
  }

  /// Whether the Deployment's size has changed since its ReplicaSets were last sized.
  private static boolean wasScaled(Rollout rollout) {
    return rollout.active().stream()
        .filter(set -> set.metadata().annotations().containsKey(Deployments.DESIRED_REPLICAS))
        .anyMatch(set -> Revisions.desiredReplicas(set) != rollout.desired());
  }

  private static Plan roll(Rollout rollout, DeploymentStatus base, View view, Instant now) {
    var newSet = rollout.newSet();
    return newSet == null
        ? createNew(rollout, base, view, now)
        : proceed(rollout, base, Sizes.rolling(rollout, newSet), now);
  }

  private static Plan recreate(Rollout rollout, DeploymentStatus base, View view, Instant now) {
    var toEnd = Sizes.none(rollout.oldSets());
    if (!toEnd.isEmpty() || oldPodsRun(rollout, view)) {
      return proceed(rollout, base, toEnd, now);
    }
    var newSet = rollout.newSet();
    if (newSet == null) {
      return createNew(rollout, base, view, now);
    }
    var grown = Rollout.replicas(newSet) == rollout.desired();
    return proceed(rollout, base, grown ? Map.of() : Sizes.full(rollout, newSet), now);
  }

  private static boolean oldPodsRun(Rollout rollout, View view) {
    return rollout.oldSets().stream()
        .anyMatch(set ->
            set.status().replicas() > 0
                || view.list(Pods.KIND).ownedBy(set).any(pod -> !Pods.isTerminal(pod)));
  }

  private static Plan proceed(
      Rollout rollout, DeploymentStatus base, Map<String, Integer> sizes, Instant now) {
    var counted = Progress.counted(rollout, base, now);
    var status = Progress.rolledOut(rollout, counted, now);
    var done = sizes.isEmpty() && Progress.isComplete(rollout, counted);
    return resize(rollout, sizes)
        .and(done ? cleanUp(rollout) : Plan.nothing())
        .and(status(rollout, status))
        .recheckAt(Progress.nextDeadline(rollout, status));
  }

  private static Plan status(Rollout rollout, DeploymentStatus status) {
    var deployment = rollout.deployment();
    return Plan.status(Deployments.KIND, deployment, deployment.withStatus(status));
  }

  /// Writes sizes and book-keeping: one write per ReplicaSet that differs.
  private static Plan resize(Rollout rollout, Map<String, Integer> sizes) {
    var plan = Plan.nothing();
    for (var set : rollout.all()) {
      var size = sizes.get(set.metadata().name());
      var after = size == null ? set : Revisions.sized(rollout, set, size);
      if (set.equals(rollout.newSet())) {
        after = Revisions.kept(rollout, after);
        var deployment = rollout.deployment();
        plan =
            plan.and(
                Plan.update(
                    Deployments.KIND,
                    deployment,
                    Revisions.named(deployment, after),
                    Announce.silent()));
      }
      plan = plan.and(Plan.update(ReplicaSets.KIND, set, after, scaled(rollout, set, after)));
    }
    return plan;
  }

  private static Announce scaled(Rollout rollout, ReplicaSet before, ReplicaSet after) {
    var from = Rollout.replicas(before);
    var to = Rollout.replicas(after);
    if (from == to) {
      return Announce.silent();
    }
    var message =
        "Scaled %s replica set %s from %d to %d"
            .formatted(to > from ? "up" : "down", before.metadata().name(), from, to);
    return Announce.success(Note.normal(rollout.deployment(), "ScalingReplicaSet", message));
  }

  private static Plan cleanUp(Rollout rollout) {
    return Plan.deleteAll(ReplicaSets.KIND, Revisions.expired(rollout), set -> Announce.silent());
  }

  private static Plan createNew(Rollout rollout, DeploymentStatus base, View view, Instant now) {
    var deployment = rollout.deployment();
    var counted = Progress.counted(rollout, base, now);
    var set = Revisions.forTemplate(rollout);
    var name = set.metadata().name();
    var failure = refusal(view);
    if (failure != null && failure.isAlreadyExists() && isTaken(set, deployment, view)) {
      var collisions = deployment.status().collisionCount();
      var next = collisions == null ? 1 : collisions + 1;
      return status(rollout, counted.with(b -> b.collisionCount(next)));
    }
    if (failure != null && !failure.isAlreadyExists()) {
      var message = failedToCreate(name, failure);
      return status(rollout, Progress.notCreated(deployment, message, counted, now))
          .and(create(rollout, set));
    }
    var status = Progress.created(deployment, name, counted, now);
    return create(rollout, set)
        .and(
            Plan.update(
                Deployments.KIND, deployment, Revisions.named(deployment, set), Announce.silent()))
        .and(Plan.statusIfDone(Deployments.KIND, deployment, deployment.withStatus(status)));
  }

  private static @Nullable ApiException refusal(View view) {
    var failure = view.failure();
    return failure == null || failure.isConflict() || failure.isNotFound() ? null : failure;
  }

  /// Whether the name belongs to a ReplicaSet of another template, or of somebody else.
  private static boolean isTaken(ReplicaSet set, Deployment deployment, View view) {
    var there = view.get(ReplicaSets.KIND, set.metadata().namespace(), set.metadata().name());
    return there != null
        && !(OwnerReferences.isControlledBy(there.metadata(), deployment.metadata().uid())
            && Rollout.sameTemplate(deployment.spec().template(), there.spec().template()));
  }

  private static Plan create(Rollout rollout, ReplicaSet set) {
    var deployment = rollout.deployment();
    var name = set.metadata().name();
    var size = Rollout.replicas(set);
    var message = "Scaled up replica set " + name + " from 0 to " + size;
    var done =
        size == 0
            ? Announce.silent()
            : Announce.success(Note.normal(deployment, "ScalingReplicaSet", message));
    return Plan.create(
        ReplicaSets.KIND,
        set,
        done.orFailure(
            e -> Note.warning(deployment, "ReplicaSetCreateError", failedToCreate(name, e))));
  }

  private static String failedToCreate(String name, ApiException e) {
    return "Failed to create new replica set \"" + name + "\": " + e.getMessage();
  }
}
