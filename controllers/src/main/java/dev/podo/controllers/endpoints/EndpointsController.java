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
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Keeps the Endpoints of each Service that has a selector: what its EndpointSlices say, at most a
/// thousand addresses, for clients that know no slices.
public final class EndpointsController implements Reconciler<Service> {
  static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
  private static final String TRUNCATED = "truncated";
  private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
  private static final String MANAGER = "endpoint-controller";
  private static final String SLICE_MANAGER = "endpointslice-controller.k8s.io";
  private static final String HEADLESS = "service.kubernetes.io/headless";

  private static final Index<EndpointSlice> BY_SERVICE =
      new Index<>(
          "service of endpoints", slice -> serviceOf(slice).stream().map(Key::toString).toList());

  @Override
  public Watches watches(Watches.Of<Service> on) {
    return on.primary(Services.KIND)
        .mapped(EndpointSlices.KIND, (slice, view) -> serviceOf(slice))
        .mapped(EndpointsKind.KIND, (endpoints, view) -> List.of(Key.of(endpoints)))
        .index(EndpointSlices.KIND, BY_SERVICE);
  }

  private static List<Key> serviceOf(EndpointSlice slice) {
    var labels = slice.metadata().labels();
    var service = labels.get(EndpointSlices.SERVICE_NAME_LABEL);
    return service != null && SLICE_MANAGER.equals(labels.get(EndpointSlices.MANAGED_BY_LABEL))
        ? List.of(new Key(slice.metadata().namespace(), service))
        : List.of();
  }

  @Override
  public Plan reconcile(Service service, View view, Instant now) {
    if (service.spec().selector().isEmpty()
        || service.spec().type().equals(Services.EXTERNAL_NAME)
        || service.metadata().deletionTimestamp() != null) {
      return Plan.nothing();
    }
    var slices =
        view.list(EndpointSlices.KIND)
            .by(BY_SERVICE, Key.of(service).toString())
            .where(slice -> slice.metadata().deletionTimestamp() == null)
            .toList();
    var known = view.list(EndpointsKind.KIND).get(Key.of(service));
    if (slices.isEmpty() && known == null) {
      return Plan.nothing(); // The slices come first, an empty one at least.
    }
    var subsets = Subsets.of(service, slices);
    if (known == null) {
      var fresh =
          Endpoints.builder()
              .metadata(
                  ObjectMeta.builder()
                      .namespace(service.metadata().namespace())
                      .name(service.metadata().name())
                      .ownerReferences(List.of(OwnerReferences.toController(service)))
                      .build())
              .build();
      return Plan.create(EndpointsKind.KIND, filled(fresh, service, subsets), Announce.silent());
    }
    return Plan.update(
        EndpointsKind.KIND, known, filled(known, service, subsets), Announce.silent());
  }

  private static Endpoints filled(Endpoints endpoints, Service service, Subsets subsets) {
    var labels = new TreeMap<>(service.metadata().labels());
    labels.remove(HEADLESS);
    if (Services.isHeadless(service)) {
      labels.put(HEADLESS, "");
    }
    labels.put(MANAGED_BY, MANAGER);
    var annotations = new TreeMap<>(endpoints.metadata().annotations());
    if (subsets.truncated()) {
      annotations.put(OVER_CAPACITY, TRUNCATED);
    } else {
      annotations.remove(OVER_CAPACITY);
    }
    var metadata = endpoints.metadata().with(b -> b.labels(labels).annotations(annotations));
    return endpoints.withMetadata(metadata).with(b -> b.subsets(subsets.all()));
  }
}
