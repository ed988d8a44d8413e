package dev.podo.controllers.endpointslice;

import dev.podo.client.informer.Index;
import dev.podo.client.informer.Indexes;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.selector.LabelPredicate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the EndpointSlices of each Service that has a selector: one entry per Pod with an address,
/// at most a hundred in a slice, with as few writes as the changes need.
public final class EndpointSliceController implements Reconciler<Service> {
  private static final Index<EndpointSlice> BY_SERVICE =
      new Index<>("service", EndpointSliceController::serviceOf);

  @Override
  public Watches watches(Watches.Of<Service> on) {
    return on.primary(Services.KIND)
        .mapped(EndpointSlices.KIND, (slice, view) -> ownerOf(slice))
        .routed(Pods.KIND, EndpointSliceController::route)
        .routed(Nodes.KIND, EndpointSliceController::routeNode)
        .index(EndpointSlices.KIND, BY_SERVICE)
        .index(Pods.KIND, Indexes.PODS_BY_NODE);
  }

  private static List<String> serviceOf(EndpointSlice slice) {
    return ownerOf(slice).stream().map(Key::toString).toList();
  }

  private static List<Key> ownerOf(EndpointSlice slice) {
    var labels = slice.metadata().labels();
    var service = labels.get(Slices.SERVICE_NAME);
    return service != null && Slices.MANAGER.equals(labels.get(Slices.MANAGED_BY))
        ? List.of(new Key(slice.metadata().namespace(), service))
        : List.of();
  }

  /// A Pod concerns the Services that select it, or selected it before.
  private static void route(
      @Nullable Pod before, @Nullable Pod after, View view, Consumer<Ref> lookAt) {
    var pod = after == null ? before : after;
    if (pod == null || (before != null && after != null && looksTheSame(before, after))) {
      return;
    }
    view.list(Services.KIND)
        .in(pod.metadata().namespace())
        .where(service -> selects(service, before) || selects(service, after))
        .forEach(service -> lookAt.accept(Ref.of(Services.KIND, service)));
  }

  private static boolean looksTheSame(Pod before, Pod after) {
    return before.metadata().labels().equals(after.metadata().labels())
        && Objects.equals(
            before.metadata().deletionTimestamp(), after.metadata().deletionTimestamp())
        && before.status().podIPs().equals(after.status().podIPs())
        && before.status().podIP().equals(after.status().podIP())
        && before.status().phase().equals(after.status().phase())
        && Pods.isReady(before) == Pods.isReady(after)
        && before.spec().equals(after.spec());
  }

  /// A Node's zone stands in the endpoints of its Pods.
  private static void routeNode(
      @Nullable Node before, @Nullable Node after, View view, Consumer<Ref> lookAt) {
    if (before == null || after == null || Endpoints.zone(before).equals(Endpoints.zone(after))) {
      return;
    }
    var services = new TreeSet<Key>();
    for (var pod : view.list(Pods.KIND).by(Indexes.PODS_BY_NODE, after.metadata().name())) {
      view.list(Services.KIND)
          .in(pod.metadata().namespace())
          .where(service -> selects(service, pod))
          .forEach(service -> services.add(Key.of(service)));
    }
    services.forEach(key -> lookAt.accept(new Ref(Services.KIND, key)));
  }

  private static boolean selects(Service service, @Nullable Pod pod) {
    return pod != null
        && hasEndpoints(service)
        && LabelPredicate.of(service.spec().selector()).matches(pod.metadata().labels());
  }

  private static boolean hasEndpoints(Service service) {
    return !service.spec().selector().isEmpty()
        && !service.spec().type().equals(Services.EXTERNAL_NAME);
  }

  @Override
  public Plan reconcile(Service service, View view, Instant now) {
    if (!hasEndpoints(service) || service.metadata().deletionTimestamp() != null) {
      return Plan.nothing();
    }
    var existing =
        view.list(EndpointSlices.KIND)
            .by(BY_SERVICE, Key.of(service).toString())
            .where(slice -> slice.metadata().deletionTimestamp() == null)
            .toList();
    var plan = Plan.nothing();
    for (var family : Families.of(service)) {
      var groups = Endpoints.byPorts(service, family, view);
      var present = existing.stream().filter(s -> s.addressType().equals(family)).toList();
      plan = plan.and(write(new Slices(service, family).arrange(groups, present)));
    }
    var families = Families.of(service);
    return plan.and(
        remove(existing.stream().filter(s -> !families.contains(s.addressType())).toList()));
  }

  private static Plan write(Slices.Arrangement arrangement) {
    var plan = Plan.createAll(EndpointSlices.KIND, arrangement.created(), Announce.silent());
    for (var change : arrangement.changed()) {
      plan =
          plan.and(
              Plan.update(EndpointSlices.KIND, change.before(), change.after(), Announce.silent()));
    }
    return plan.and(remove(arrangement.removed()));
  }

  private static Plan remove(List<EndpointSlice> slices) {
    return Plan.deleteAll(EndpointSlices.KIND, slices, slice -> Announce.silent());
  }
}
