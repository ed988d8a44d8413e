package dev.podo.controllers.endpoints;

import dev.podo.client.informer.Index;
import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Shows the Endpoints that people write for Services without a selector as EndpointSlices, which
/// is what the service proxy reads.
public final class EndpointSliceMirroring implements Reconciler<Endpoints> {
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String ELECTION = "control-plane.alpha.kubernetes.io/leader";

  private static final Index<EndpointSlice> BY_ENDPOINTS =
      new Index<>(
          "mirrored endpoints", slice -> mirroredBy(slice).stream().map(Key::toString).toList());

  @Override
  public Watches watches(Watches.Of<Endpoints> on) {
    return on.primary(EndpointsKind.KIND)
        .mapped(Services.KIND, (service, view) -> List.of(Key.of(service)))
        .mapped(EndpointSlices.KIND, (slice, view) -> mirroredBy(slice))
        .index(EndpointSlices.KIND, BY_ENDPOINTS);
  }

  private static List<Key> mirroredBy(EndpointSlice slice) {
    var labels = slice.metadata().labels();
    var name = labels.get(EndpointSlices.SERVICE_NAME_LABEL);
    return name != null && Mirrors.MANAGER.equals(labels.get(EndpointSlices.MANAGED_BY_LABEL))
        ? List.of(new Key(slice.metadata().namespace(), name))
        : List.of();
  }

  @Override
  public Plan reconcile(Endpoints endpoints, View view, Instant now) {
    if (endpoints.metadata().deletionTimestamp() != null) {
      return Plan.nothing(); // Its slices belong to it and go with it.
    }
    var present =
        view.list(EndpointSlices.KIND)
            .by(BY_ENDPOINTS, Key.of(endpoints).toString())
            .where(slice -> slice.metadata().deletionTimestamp() == null)
            .toList();
    var wanted = isMirrored(endpoints, view) ? Mirrors.of(endpoints) : List.<EndpointSlice>of();
    var left = new ArrayList<>(present);
    var plan = Plan.nothing();
    for (var slice : wanted) {
      var same =
          left.stream()
              .filter(each ->
                  each.addressType().equals(slice.addressType())
                      && each.ports().equals(slice.ports()))
              .findFirst();
      if (same.isEmpty()) {
        plan = plan.and(Plan.create(EndpointSlices.KIND, slice, Announce.silent()));
        continue;
      }
      var before = same.get();
      left.remove(before);
      var metadata =
          before
              .metadata()
              .with(b ->
                  b.labels(slice.metadata().labels()).annotations(slice.metadata().annotations()));
      var after = before.withMetadata(metadata).with(b -> b.endpoints(slice.endpoints()));
      plan = plan.and(Plan.update(EndpointSlices.KIND, before, after, Announce.silent()));
    }
    return plan.and(Plan.deleteAll(EndpointSlices.KIND, left, slice -> Announce.silent()));
  }

  /// Only what people wrote for a Service that has no selector.
  private static boolean isMirrored(Endpoints endpoints, View view) {
    var metadata = endpoints.metadata();
    if ("true".equals(metadata.labels().get(SKIP))
        || metadata.annotations().containsKey(ELECTION)) {
      return false;
    }
    var service = view.list(Services.KIND).get(Key.of(endpoints));
    return service != null
        && service.metadata().deletionTimestamp() == null
        && service.spec().selector().isEmpty();
  }
}
