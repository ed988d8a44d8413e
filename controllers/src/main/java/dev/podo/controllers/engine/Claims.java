package dev.podo.controllers.engine;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Which objects are a controller's own: those that name it as their controller and match its
/// selector. What matches but has no controller is adopted; what does not match any more is
/// released.
///
/// @param mine as they will be once the plan is carried out
/// @param plan adoptions and releases, or the question that must be answered before
/// @param undecided whether that question is open: do nothing else until it is answered
public record Claims<S extends ApiObject>(List<S> mine, Plan plan, boolean undecided) {
  public Claims {
    mine = List.copyOf(mine);
  }

  /// Computes the claims of `owner` on the objects of a kind in its namespace.
  ///
  /// @param adoptable which orphans are worth adopting at all
  public static <T extends ApiObject, S extends ApiObject> Claims<S> of(
      Kind<T> ownerKind,
      T owner,
      LabelPredicate selector,
      Kind<S> kind,
      View view,
      Predicate<S> adoptable) {
    var mine = new ArrayList<S>();
    var plan = Plan.nothing();
    var terminating = owner.metadata().deletionTimestamp() != null;
    for (var object : view.list(kind).ownedBy(owner)) {
      if (selector.matches(object.metadata().labels())) {
        mine.add(object);
      } else if (!terminating && object.metadata().deletionTimestamp() == null) {
        plan = plan.and(release(kind, object, owner));
      }
    }
    var orphans =
        view.list(kind)
            .orphansIn(owner.metadata().namespace())
            .where(o -> o.metadata().deletionTimestamp() == null)
            .where(o -> selector.matches(o.metadata().labels()))
            .where(adoptable)
            .toList();
    if (terminating || orphans.isEmpty()) {
      return new Claims<>(mine, plan, false);
    }
    // A cache may not know yet that the owner is going, or is another one of the same name.
    var live = Live.of(ownerKind, owner);
    var outcome = view.outcome(live);
    if (outcome == null) {
      return new Claims<>(mine, plan.and(Plan.ask(live)), true);
    }
    if (outcome.value().filter(now -> isSameAndStays(now, owner)).isEmpty()) {
      return new Claims<>(mine, plan, false);
    }
    for (var orphan : orphans) {
      var adopted = adopted(kind, orphan, owner);
      plan = plan.and(Plan.update(kind, orphan, adopted, Announce.silent()));
      mine.add(adopted);
    }
    return new Claims<>(mine, plan, false);
  }

  private static boolean isSameAndStays(ApiObject now, ApiObject owner) {
    return now.metadata().uid().equals(owner.metadata().uid())
        && now.metadata().deletionTimestamp() == null;
  }

  private static <S extends ApiObject> S adopted(Kind<S> kind, S orphan, ApiObject owner) {
    var references = new ArrayList<>(orphan.metadata().ownerReferences());
    references.removeIf(reference -> reference.uid().equals(owner.metadata().uid()));
    references.add(OwnerReferences.toController(owner));
    return withOwners(kind, orphan, references);
  }

  private static <S extends ApiObject> Plan release(Kind<S> kind, S object, ApiObject owner) {
    var references = new ArrayList<>(object.metadata().ownerReferences());
    references.removeIf(reference -> reference.uid().equals(owner.metadata().uid()));
    return Plan.update(kind, object, withOwners(kind, object, references), Announce.silent());
  }

  private static <S extends ApiObject> S withOwners(
      Kind<S> kind, S object, List<OwnerReference> references) {
    ObjectMeta metadata = object.metadata().withOwnerReferences(references);
    return kind.withMetadata(object, metadata);
  }
}
