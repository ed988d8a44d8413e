package dev.podo.network.nftables;

import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.ServicePort;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All of Podo's nftables rules on one node, as an immutable value. What a Service contributes is
/// kept apart, so that the way from one ruleset to the next costs what has changed, not what there
/// is.
public final class Ruleset {
  private final ServicePlan plan;
  private final SortedMap<ServiceName, Fragment> fragments;

  /// Chains in common are few, and stay once they are there: their users need not be counted.
  private final SortedMap<String, List<String>> shared;

  private Ruleset(
      ServicePlan plan,
      SortedMap<ServiceName, Fragment> fragments,
      SortedMap<String, List<String>> shared) {
    this.plan = plan;
    this.fragments = Collections.unmodifiableSortedMap(fragments);
    this.shared = Collections.unmodifiableSortedMap(shared);
  }

  public static Ruleset of(ServicePlan plan) {
    return of(plan, null);
  }

  /// As [#of(ServicePlan)], taking over from `previous` what is the same in both plans.
  public static Ruleset of(ServicePlan plan, @Nullable Ruleset previous) {
    var fragments = new TreeMap<ServiceName, Fragment>();
    var base = previous != null && previous.plan.network().equals(plan.network()) ? previous : null;
    var shared = new TreeMap<String, List<String>>();
    if (base != null) {
      shared.putAll(base.shared);
    }
    for (var entry : plan.services().entrySet()) {
      var known = base != null ? base.reuse(entry.getKey(), entry.getValue()) : null;
      if (known == null) {
        known = ServiceRules.of(entry.getKey(), entry.getValue(), plan.network());
        shared.putAll(known.shared());
      }
      fragments.put(entry.getKey(), known);
    }
    return new Ruleset(plan, fragments, shared);
  }

  private @Nullable Fragment reuse(ServiceName name, List<ServicePort> ports) {
    return ports.equals(plan.services().get(name)) ? fragments.get(name) : null;
  }

  /// Commands for `nft -f` that make Podo's table just this, whatever is in it.
  public String replaceAll() {
    return Skeleton.reset(plan.network())
        + RulesetDiff.between(new TreeMap<>(), fragments, shared).commands();
  }

  /// Commands for `nft -f` that lead from `this` to `next` in one transaction; "" when nothing
  /// differs.
  public String commandsTo(Ruleset next) {
    return plan.network().equals(next.plan.network())
        ? RulesetDiff.between(fragments, next.fragments, newIn(next)).commands()
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
