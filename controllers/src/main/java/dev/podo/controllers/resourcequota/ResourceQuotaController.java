package dev.podo.controllers.resourcequota;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.resourcequota.ResourceQuotas;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ResourceQuota;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps in each ResourceQuota what its namespace may use, and what it does use, of built-in kinds
/// and of those that users define. It counts; it refuses nothing.
public final class ResourceQuotaController implements Reconciler<ResourceQuota> {
  @Override
  public Watches watches(Watches.Of<ResourceQuota> on) {
    return on.primary(ResourceQuotas.KIND)
        .every(
            new Watches.Every(
                Kind::namespaced,
                null,
                ResourceQuotaController::route,
                ResourceQuotaController::toAll));
  }

  private static void route(
      @Nullable ApiObject before, @Nullable ApiObject after, View view, Consumer<Ref> lookAt) {
    var object = after == null ? before : after;
    if (object == null) {
      return;
    }
    var quotas = view.list(ResourceQuotas.KIND).in(object.metadata().namespace());
    if (quotas.isEmpty() || !Usage.differs(before, after)) {
      return;
    }
    quotas.forEach(quota -> lookAt.accept(new Ref(ResourceQuotas.KIND, Key.of(quota))));
  }

  /// Of a kind that was not known nothing was counted.
  private static void toAll(Kinds come, View view, Consumer<Ref> lookAt) {
    for (var quota : view.list(ResourceQuotas.KIND).all()) {
      lookAt.accept(new Ref(ResourceQuotas.KIND, Key.of(quota)));
    }
  }

  @Override
  public Plan reconcile(ResourceQuota quota, View view, Instant now) {
    var hard = quota.spec().hard();
    var used = new TreeMap<String, Quantity>();
    for (var kind : view.kinds().all()) {
      count(kind, quota, view, now, used);
    }
    var after = quota.withStatus(quota.status().with(b -> b.hard(hard).used(used)));
    return Plan.status(ResourceQuotas.KIND, quota, after).recheckAt(recheckAt(quota, view, now));
  }

  private static void count(
      Kind<?> kind, ResourceQuota quota, View view, Instant now, SortedMap<String, Quantity> used) {
    var names = quota.spec().hard().keySet().stream().filter(Usage.namesOf(kind)).toList();
    if (names.isEmpty()) {
      return;
    }
    names.forEach(name -> used.put(name, Quantity.ZERO));
    var scopes = Scopes.of(quota);
    for (ApiObject object : view.list(kind).in(quota.metadata().namespace())) {
      if (scopes.include(object)) {
        var amounts = Usage.of(kind, object, now);
        for (var name : names) {
          used.merge(name, amounts.getOrDefault(name, Quantity.ZERO), Quantity::add);
        }
      }
    }
  }

  /// When the next Pod that should be gone, and is not, counts no more.
  private static @Nullable Instant recheckAt(ResourceQuota quota, View view, Instant now) {
    return view.list(Pods.KIND).in(quota.metadata().namespace()).stream()
        .map(Usage::countsUntil)
        .filter(Objects::nonNull)
        .filter(until -> !until.isBefore(now))
        .min(Comparator.naturalOrder())
        .map(until -> until.plusMillis(1))
        .orElse(null);
  }
}
