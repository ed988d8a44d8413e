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

  private Ruleset(ServicePlan plan, SortedMap<ServiceName, Fragment> fragments) {
    this.plan = plan;
    this.fragments = Collections.unmodifiableSortedMap(fragments);
  }

  public static Ruleset of(ServicePlan plan) {
    return of(plan, null);
  }

  /// As [#of(ServicePlan)], taking over from `previous` what is the same in both plans.
  public static Ruleset of(ServicePlan plan, @Nullable Ruleset previous) {
    var fragments = new TreeMap<ServiceName, Fragment>();
    for (var entry : plan.services().entrySet()) {
      var known = previous == null ? null : previous.reuse(entry.getKey(), entry.getValue(), plan);
      fragments.put(
          entry.getKey(),
          known != null
              ? known
              : ServiceRules.of(entry.getKey(), entry.getValue(), plan.network()));
    }
    return new Ruleset(plan, fragments);
  }

  private @Nullable Fragment reuse(ServiceName name, List<ServicePort> ports, ServicePlan next) {
    var mine = plan.services().get(name);
    var same = ports.equals(mine);
    return same && plan.network().equals(next.network()) ? fragments.get(name) : null;
  }

  /// Commands for `nft -f` that make Podo's table just this, whatever is in it.
  public String replaceAll() {
    return Skeleton.reset(plan.network())
        + RulesetDiff.between(new TreeMap<>(), fragments).commands();
  }

  /// Commands for `nft -f` that lead from `this` to `next` in one transaction; "" when nothing
  /// differs.
  public String commandsTo(Ruleset next) {
    return plan.network().equals(next.plan.network())
        ? RulesetDiff.between(fragments, next.fragments).commands()
        : next.replaceAll();
  }

  public ServicePlan plan() {
    return plan;
  }
}
