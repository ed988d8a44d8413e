package dev.podo.apiserver.service;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.store.Image;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where a Service is answered. The API server asks its own store rather than send to the cluster
/// IP: a webhook or an aggregated API is reached the same way whether or not this host routes the
/// addresses of Services.
public final class ServiceAddresses {
  private final ObjectStore store;
  private final RandomGenerator random;

  public ServiceAddresses(ObjectStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  /// A ready endpoint of a Service, and where it listens.
  public record Target(InetSocketAddress address, Endpoint endpoint) {}

  /// The addresses of all ready endpoints behind a port of a Service, in random order: who fails to
  /// connect to one tries the next. An `ExternalName` gives one address, not resolved yet.
  ///
  /// @param port as the Service spells it
  /// @throws dev.podo.machinery.errors.ApiException `NotFound` when there is no such Service;
  ///   `ServiceUnavailable` when it has no such port, or nobody answers there
  public List<InetSocketAddress> of(String namespace, String name, int port) {
    var image = store.image();
    var service = service(image, namespace, name);
    if (service.spec().type().equals("ExternalName")) {
      return List.of(InetSocketAddress.createUnresolved(service.spec().externalName(), port));
    }
    return targets(image, service, port(service, port).name()).stream()
        .map(Target::address)
        .toList();
  }

  /// All ready endpoints behind a port of a Service, in random order.
  ///
  /// @param port its number or its name; "" for the one that has no name
  /// @throws dev.podo.machinery.errors.ApiException as [#of] does
  public List<Target> targets(String namespace, String name, String port) {
    var image = store.image();
    var service = service(image, namespace, name);
    var isNumber =
        !port.isEmpty() && port.length() < 9 && port.chars().allMatch(Character::isDigit);
    return targets(image, service, isNumber ? port(service, Integer.parseInt(port)).name() : port);
  }

  private static Service service(Image<Stored> image, String namespace, String name) {
    var service = get(image, Services.KIND, namespace, name);
    if (service == null) {
      throw ApiErrors.notFound(Services.KIND.groupResource(), name);
    }
    return service;
  }

  private static ServicePort port(Service service, int port) {
    for (var candidate : service.spec().ports()) {
      if (candidate.port() == port) {
        return candidate;
      }
    }
    throw ApiErrors.serviceUnavailable(
        "no service port %d found for service \"%s\"".formatted(port, service.metadata().name()));
  }

  private List<Target> targets(Image<Stored> image, Service service, String portName) {
    var ready = new TreeSet<String>();
    var out = new ArrayList<Target>();
    for (var entry : image.list(EndpointSlices.KIND.storageKey(), service.metadata().namespace())) {
      var slice = entry.value().as(EndpointSlices.KIND);
      var port = isOf(slice, service) ? port(slice, portName) : null;
      if (port == null) {
        continue;
      }
      for (var endpoint : slice.endpoints()) {
        if (isReady(endpoint) && ready.add(endpoint.addresses().getFirst() + " " + port)) {
          var address = new InetSocketAddress(endpoint.addresses().getFirst(), port);
          out.add(new Target(address, endpoint));
        }
      }
    }
    if (out.isEmpty()) {
      throw ApiErrors.serviceUnavailable(
          "no endpoints available for service \"" + service.metadata().name() + "\"");
    }
    shuffle(out);
    return List.copyOf(out);
  }

  private static boolean isOf(EndpointSlice slice, Service service) {
    return service
            .metadata()
            .name()
            .equals(slice.metadata().labels().get("kubernetes.io/service-name"))
        && !slice.addressType().equals("FQDN");
  }

  /// A port of a slice is known by the name of the Service's port.
  private static @Nullable Integer port(EndpointSlice slice, String name) {
    for (var candidate : slice.ports()) {
      var isNamedSo = name.equals(candidate.name() == null ? "" : candidate.name());
      if (isNamedSo && candidate.port() != null) {
        return candidate.port();
      }
    }
    return null;
  }

  private static boolean isReady(Endpoint endpoint) {
    return !Boolean.FALSE.equals(endpoint.conditions().ready()) && !endpoint.addresses().isEmpty();
  }

  private void shuffle(List<?> addresses) {
    for (var i = addresses.size() - 1; i > 0; i--) {
      Collections.swap(addresses, i, random.nextInt(i + 1));
    }
  }

  private static <T extends ApiObject> @Nullable T get(
      Image<Stored> image, Kind<T> kind, String namespace, String name) {
    var found = image.get(ObjectStore.key(kind, namespace, name));
    return found == null ? null : found.value().as(kind);
  }
}
