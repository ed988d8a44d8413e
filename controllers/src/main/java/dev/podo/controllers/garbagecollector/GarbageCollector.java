package dev.podo.controllers.garbagecollector;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.model.ApiObject;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.OwnerReference;
import dev.podo.model.meta.v1.Preconditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Deletes objects all of whose owners are gone, and ends the deletions that wait for dependents:
/// foreground (the dependents go first) and orphan (they are let go).
///
/// There is no graph in memory: who depends on whom is an index of the caches, and an owner that
/// they do not know is asked for live before anything is deleted. Owners that servers behind the
/// API server keep are in no cache: they are asked for now and again.
public final class GarbageCollector implements Reconciler<ApiObject> {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";
  private static final Duration CACHES_LAG = Duration.ofSeconds(1);
  private static final Duration FAR_OWNERS_EVERY = Duration.ofSeconds(30);

  @Override
  public Watches watches(Watches.Of<ApiObject> on) {
    return on.every(
        new Watches.Every(
            GarbageCollector::isCollected,
            (before, after, view) -> isOurs(after),
            GarbageCollector::route,
            GarbageCollector::toOwnedBy));
  }

  /// Events name what they are about, but belong to nobody; they expire.
  private static boolean isCollected(Kind<?> kind) {
    return !kind.equals(Events.KIND);
  }

  /// Of an owner of a kind that was not known nothing could be told.
  private static void toOwnedBy(Kinds come, View view, Consumer<Ref> lookAt) {
    toOwned(reference -> come.find(reference.apiVersion(), reference.kind()) != null, view, lookAt);
  }

  /// The same of what a server serves that is known now, or answers again.
  private static void toOwnedFrom(GroupVersion version, View view, Consumer<Ref> lookAt) {
    var apiVersion = version.toString();
    toOwned(reference -> reference.apiVersion().equals(apiVersion), view, lookAt);
  }

  private static void toOwned(Predicate<OwnerReference> by, View view, Consumer<Ref> lookAt) {
    for (var kind : view.kinds().all()) {
      for (var object : view.list(kind).all()) {
        if (object.metadata().ownerReferences().stream().anyMatch(by)) {
          lookAt.accept(new Ref(kind, Key.of(object)));
        }
      }
    }
  }

  /// Whether there may ever be anything to do for an object as it is.
  private static boolean isOurs(ApiObject object) {
    return object.metadata().deletionTimestamp() == null
        ? !object.metadata().ownerReferences().isEmpty()
        : has(object, FOREGROUND) || has(object, ORPHAN);
  }

  private static void route(
      @Nullable ApiObject before, @Nullable ApiObject after, View view, Consumer<Ref> lookAt) {
    // Another one of its name may be there already when the caches hear of it.
    if (before != null && (after == null || !sameUid(before, after))) {
      dependents(before, view).forEach(dependent -> lookAt.accept(dependent.ref()));
    }
    if (after != null && waits(after) && (before == null || !waits(before))) {
      dependents(after, view).forEach(dependent -> lookAt.accept(dependent.ref()));
    }
    if (after instanceof APIService service && ApiServices.isRemote(service)) {
      toOwnedFrom(ApiServices.groupVersion(service), view, lookAt);
    }
    if (before != null) {
      toWaitingOwners(before, after, view, lookAt);
    }
  }

  private static boolean sameUid(ApiObject one, ApiObject other) {
    return one.metadata().uid().equals(other.metadata().uid());
  }

  /// An owner that waits for its dependents is looked at again as each of them goes.
  private static void toWaitingOwners(
      ApiObject before, @Nullable ApiObject after, View view, Consumer<Ref> lookAt) {
    var left = new TreeSet<String>();
    if (after != null) {
      after.metadata().ownerReferences().stream()
          .filter(GarbageCollector::blocks)
          .forEach(reference -> left.add(reference.uid()));
    }
    for (var reference : before.metadata().ownerReferences()) {
      var owner = left.contains(reference.uid()) ? null : Owners.cached(reference, before, view);
      if (owner != null && waits(owner.object())) {
        lookAt.accept(owner.ref());
      }
    }
  }

  @Override
  public Plan reconcile(ApiObject object, View view, Instant now) {
    var kind = Owners.kindOf(object, view);
    if (object.metadata().deletionTimestamp() != null) {
      return has(object, FOREGROUND)
          ? endForeground(kind, object, view, now)
          : has(object, ORPHAN) ? endOrphan(kind, object, view) : Plan.nothing();
    }
    return object.metadata().ownerReferences().isEmpty()
        ? Plan.nothing()
        : collect(kind, object, view, now);
  }

  private static Plan collect(Kind<?> kind, ApiObject object, View view, Instant now) {
    var verdict = Owners.judge(object, view);
    if (!verdict.questions().isEmpty()) {
      return Plan.all(verdict.questions().stream().map(Plan::ask).toList());
    }
    var lost = new ArrayList<OwnerReference>(verdict.gone());
    lost.addAll(verdict.waiting());
    if (lost.isEmpty()) {
      return verdict.far().isEmpty()
          ? Plan.nothing()
          : Plan.nothing().recheckAt(now.plus(FAR_OWNERS_EVERY));
    }
    if (!verdict.staying().isEmpty()) {
      return without(kind, object, lost);
    }
    var dependents = verdict.waiting().isEmpty() ? List.<Dependent>of() : dependents(object, view);
    if (!dependents.isEmpty()) {
      // In a circle nobody can go first: this one does not hold up its owners any more.
      var circle = dependents.stream().anyMatch(dependent -> waits(dependent.object()));
      return (circle ? unblocking(kind, object) : Plan.nothing())
          .and(circle ? Plan.nothing() : delete(kind, object, "Foreground"));
    }
    return delete(kind, object, policy(object));
  }

  private static String policy(ApiObject object) {
    return has(object, ORPHAN) ? "Orphan" : has(object, FOREGROUND) ? "Foreground" : "Background";
  }

  private static Plan endForeground(Kind<?> kind, ApiObject object, View view, Instant now) {
    if (dependents(object, view).stream().anyMatch(d -> d.blocks(object))) {
      return Plan.nothing();
    }
    var question =
        new LiveDependents(view.kinds(), object.metadata().namespace(), object.metadata().uid());
    var answer = view.outcome(question);
    if (answer == null) {
      return Plan.ask(question);
    }
    return answer.value().stream().anyMatch(d -> d.blocks(object))
        ? Plan.nothing().recheckAt(now.plus(CACHES_LAG))
        : withoutFinalizer(kind, object, FOREGROUND);
  }

  private static Plan endOrphan(Kind<?> kind, ApiObject object, View view) {
    var question =
        new LiveDependents(view.kinds(), object.metadata().namespace(), object.metadata().uid());
    var answer = view.outcome(question);
    if (answer == null) {
      return Plan.ask(question);
    }
    var plan = Plan.nothing();
    for (var dependent : answer.value()) {
      plan =
          plan.and(without(dependent.kind(), dependent.object(), dependent.referencesTo(object)));
    }
    return plan.and(withoutFinalizer(kind, object, ORPHAN));
  }

  private static List<Dependent> dependents(ApiObject object, View view) {
    var out = new ArrayList<Dependent>();
    for (var kind : view.kinds().all()) {
      for (var dependent : view.list(kind).dependentsOf(object.metadata().uid())) {
        out.add(new Dependent(kind, dependent));
      }
    }
    return out;
  }

  private static boolean has(ApiObject object, String finalizer) {
    return object.metadata().finalizers().contains(finalizer);
  }

  /// Whether an object is being deleted once its dependents are.
  static boolean waits(ApiObject object) {
    return object.metadata().deletionTimestamp() != null && has(object, FOREGROUND);
  }

  private static boolean blocks(OwnerReference reference) {
    return Boolean.TRUE.equals(reference.blockOwnerDeletion());
  }

  private static <T extends ApiObject> Plan without(
      Kind<T> kind, ApiObject object, List<OwnerReference> lost) {
    var rest = new ArrayList<>(object.metadata().ownerReferences());
    rest.removeAll(lost);
    return update(kind, object, object.withMetadata(object.metadata().withOwnerReferences(rest)));
  }

  private static <T extends ApiObject> Plan withoutFinalizer(
      Kind<T> kind, ApiObject object, String finalizer) {
    var rest = new ArrayList<>(object.metadata().finalizers());
    rest.remove(finalizer);
    return update(kind, object, object.withMetadata(object.metadata().withFinalizers(rest)));
  }

  private static <T extends ApiObject> Plan unblocking(Kind<T> kind, ApiObject object) {
    var references =
        object.metadata().ownerReferences().stream()
            .map(reference -> reference.with(b -> b.blockOwnerDeletion(false)))
            .toList();
    return update(
        kind, object, object.withMetadata(object.metadata().withOwnerReferences(references)));
  }

  private static <T extends ApiObject> Plan update(
      Kind<T> kind, ApiObject before, ApiObject after) {
    return Plan.update(kind, kind.cast(before), kind.cast(after), Announce.silent());
  }

  /// Only if it is still as it was judged: it may have found an owner meanwhile.
  private static <T extends ApiObject> Plan delete(Kind<T> kind, ApiObject object, String policy) {
    var asJudged =
        Preconditions.builder()
            .uid(object.metadata().uid())
            .resourceVersion(object.metadata().resourceVersion())
            .build();
    var options = DeleteOptions.builder().propagationPolicy(policy).preconditions(asJudged).build();
    return Plan.delete(kind, kind.cast(object), options, Announce.silent());
  }
}
