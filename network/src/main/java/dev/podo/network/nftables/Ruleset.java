package dev.podo.network.nftables;

import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.SharedMap;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All of Podo's nftables rules on one node, as an immutable value. What a Service contributes is
/// kept apart, so that the way from one ruleset to the next costs what has changed, not what there
/// is.
public final class Ruleset {
  private final ServicePlan plan;
  private final SharedMap<ServiceName, Fragment> fragments;

  /// Chains in common are few, and stay once they are there: their users need not be counted.
  private final SortedMap<String, List<String>> shared;

  private final Hairpins hairpins;

  private Ruleset(
      ServicePlan plan,
      SharedMap<ServiceName, Fragment> fragments,
      SortedMap<String, List<String>> shared,
      Hairpins hairpins) {
    this.plan = plan;
    this.fragments = fragments;
    this.shared = Collections.unmodifiableSortedMap(shared);
    this.hairpins = hairpins;
  }

  public static Ruleset of(ServicePlan plan) {
    return of(plan, null);
  }

  /// As [#of(ServicePlan)], taking over from `previous` what is the same in both plans.
  public static Ruleset of(ServicePlan plan, @Nullable Ruleset previous) {
    if (previous == null || !previous.plan.network().equals(plan.network())) {
      var nothing = ServicePlan.empty(plan.network());
      return new Ruleset(nothing, SharedMap.empty(), new TreeMap<>(), Hairpins.NONE).movedTo(plan);
    }
    return previous.movedTo(plan);
  }

  private Ruleset movedTo(ServicePlan next) {
    var changes = new TreeMap<ServiceName, Fragment>();
    plan.services()
        .differences(
            next.services(),
            (name, before, after) ->
                changes.put(
                    name,
                    after == null ? Fragment.EMPTY : ServiceRules.of(name, after, next.network())));
    var nextFragments = fragments;
    var change = new Hairpins.Change();
    var nextShared = new TreeMap<>(shared);
    for (var changed : changes.entrySet()) {
      var name = changed.getKey();
      var fragment = changed.getValue();
      nextShared.putAll(fragment.shared());
      change.of(Objects.requireNonNullElse(fragments.get(name), Fragment.EMPTY), fragment);
      nextFragments =
          next.services().get(name) == null
              ? nextFragments.without(name)
              : nextFragments.with(name, fragment);
    }
    return new Ruleset(next, nextFragments, nextShared, hairpins.after(change));
  }

  /// Commands for `nft -f` that make Podo's table just this, whatever is in it.
  public String replaceAll() {
    return Skeleton.reset(plan.network())
        + RulesetDiff.between(SharedMap.empty(), fragments, shared)
            .commands(Hairpins.NONE, hairpins);
  }

  /// Commands for `nft -f` that lead from `this` to `next` in one transaction; "" when nothing
  /// differs.
  public String commandsTo(Ruleset next) {
    return plan.network().equals(next.plan.network())
        ? RulesetDiff.between(fragments, next.fragments, newIn(next))
            .commands(hairpins, next.hairpins)
        : next.replaceAll();
  }

  private SortedMap<String, List<String>> newIn(Ruleset next) {
    var added = new TreeMap<>(next.shared);
    added.keySet().removeAll(shared.keySet());
    return added;
  }

  public ServicePlan plan() {
    return plan;
  }
}
