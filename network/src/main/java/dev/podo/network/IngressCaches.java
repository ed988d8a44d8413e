package dev.podo.network;

import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Reach;
import dev.podo.client.informer.Snapshot;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.network.ingress.IngressInputs;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.SliceIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The caches that routes are compiled from. Of Secrets, only those that hold certificates.
final class IngressCaches {
  private final Informer<Ingress> ingresses;
  private final Informer<IngressClass> classes;
  private final Informer<Service> services;
  private final Informer<EndpointSlice> slices;
  private final Informer<Secret> secrets;

  IngressCaches(Informers informers) {
    ingresses = informers.of(Ingresses.KIND);
    classes = informers.of(IngressClasses.KIND);
    services = informers.of(Services.KIND);
    slices = informers.of(EndpointSlices.KIND);
    secrets = informers.of(Secrets.KIND, Reach.fields("type=" + Secrets.TLS));
    slices.addIndex(SliceIndex.BY_SERVICE);
  }

  /// Calls `look` after every change, until the scope ends.
  void listen(Runnable look, Scope scope) {
    for (var informer : List.of(ingresses, classes, services, slices, secrets)) {
      scope.onClose(
          informer.listen(changes -> {
            if (!changes.keys().isEmpty()) {
              look.run();
            }
          }));
    }
  }

  void awaitSynced() throws InterruptedException {
    for (var informer : List.of(ingresses, classes, services, slices, secrets)) {
      informer.awaitSynced(Deadline.never());
    }
  }

  IngressInputs now() {
    return new Images(
        ingresses.snapshot(),
        classes.snapshot(),
        services.snapshot(),
        slices.snapshot(),
        secrets.snapshot());
  }

  private record Images(
      Snapshot<Ingress> ingressImage,
      Snapshot<IngressClass> classImage,
      Snapshot<Service> serviceImage,
      Snapshot<EndpointSlice> sliceImage,
      Snapshot<Secret> secretImage)
      implements IngressInputs {
    @Override
    public Iterable<Ingress> ingresses() {
      return ingressImage.all();
    }

    @Override
    public Iterable<IngressClass> classes() {
      return classImage.all();
    }

    @Override
    public @Nullable Service service(String namespace, String name) {
      return serviceImage.get(namespace, name);
    }

    @Override
    public List<EndpointSlice> slices(String namespace, String service) {
      return sliceImage
          .by(SliceIndex.BY_SERVICE, new ServiceName(namespace, service).toString())
          .toList();
    }

    @Override
    public @Nullable Secret secret(String namespace, String name) {
      return secretImage.get(namespace, name);
    }
  }
}
