package dev.podo.apiserver.allocation;

import dev.podo.apiserver.storage.Allocations;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.Commit;
import dev.podo.store.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Cluster IPs and node ports of Services. A cluster IP is a key of its own, so that Services do
/// not wait for each other; the node ports, of which there are few, are one key together.
public final class ServiceAllocator implements Allocator {
  /// The number of the address at which pods ask for names: it is kept for the Service of the
  /// cluster's DNS.
  public static final int DNS_NUMBER = 10;

  private static final String DNS_SERVICE = "kube-system/kube-dns";
  private static final String OWNER = "owner";
  private static final int TRIES = 64;
  // Left for those who ask for a certain address, as upstream leaves the lower band.
  private static final int STATIC_BAND = 256;

  private final AddressRange addresses;
  private final PortRange ports;
  private final RandomGenerator random;

  public ServiceAllocator(AddressRange addresses, PortRange ports, RandomGenerator random) {
    this.addresses = addresses;
    this.ports = ports;
    this.random = random;
  }

  @Override
  public <T extends ApiObject> Allocation<T> allocate(
      Kind<T> kind, @Nullable T old, @Nullable T now, Image<Stored> image) {
    if (!kind.equals(Services.KIND)) {
      return Allocation.none(now);
    }
    var claims = new ArrayList<Consumer<Commit.Builder<Stored>>>();
    var before = old == null ? null : Services.KIND.cast(old);
    if (now == null) {
      release(before, null, image, claims);
      return new Allocation<>(null, claims);
    }
    var service = withClusterIp(before, Services.KIND.cast(now), image, claims);
    service = withNodePorts(service, image, claims);
    release(before, service, image, claims);
    return new Allocation<>(kind.cast(service), claims);
  }

  private Service withClusterIp(
      @Nullable Service old,
      Service now,
      Image<Stored> image,
      List<Consumer<Commit.Builder<Stored>>> claims) {
    if (!hasClusterIp(now)) {
      return now;
    }
    var asked = now.spec().clusterIP();
    if (asked.isEmpty()) {
      var given = freeAddress(now, image);
      claim(given, now, claims);
      return withAddress(now, given);
    }
    var kept = old != null && old.spec().clusterIP().equals(asked);
    if (!asked.equals("None") && !kept) {
      requireFree(asked, now, image);
      claim(asked, now, claims);
    }
    return withAddress(now, asked);
  }

  private static Service withAddress(Service service, String address) {
    return service.withSpec(
        service.spec().with(s -> s.clusterIP(address).clusterIPs(List.of(address))));
  }

  private String freeAddress(Service service, Image<Stored> image) {
    var size = addresses.size();
    var from = size > 2 * STATIC_BAND ? STATIC_BAND : 0;
    for (var i = 0; i < TRIES; i++) {
      var address = addresses.address(from + 1 + random.nextInt(size - from));
      if (isFree(address, service, image)) {
        return address;
      }
    }
    for (var number = size; number >= 1; number--) {
      var address = addresses.address(number);
      if (isFree(address, service, image)) {
        return address;
      }
    }
    throw ApiErrors.internal(
        "failed to allocate a serviceIP for "
            + service.metadata().name()
            + ": range "
            + addresses
            + " is full");
  }

  private boolean isFree(String address, Service service, Image<Stored> image) {
    return image.get(Allocations.clusterIp(address)) == null && !isKept(address, service);
  }

  /// Whether an address is kept for another Service.
  private boolean isKept(String address, Service service) {
    return addresses.size() >= DNS_NUMBER
        && address.equals(addresses.address(DNS_NUMBER))
        && !nameOf(service).equals(DNS_SERVICE);
  }

  private void requireFree(String address, Service service, Image<Stored> image) {
    var why =
        !addresses.contains(address)
            ? "the provided IP ("
                + address
                + ") is not in the valid range. The range of valid IPs is "
                + addresses
            : image.get(Allocations.clusterIp(address)) != null
                ? "provided IP is already allocated"
                : isKept(address, service)
                    ? "the provided IP is kept for the Service " + DNS_SERVICE
                    : "";
    if (!why.isEmpty()) {
      throw invalid(
          service,
          FieldError.invalid(
              FieldPath.root("spec", "clusterIPs"),
              List.of(address),
              "failed to allocate IP " + address + ": " + why));
    }
  }

  private static void claim(
      String address, Service owner, List<Consumer<Commit.Builder<Stored>>> claims) {
    var key = Allocations.clusterIp(address);
    claims.add(commit -> commit.put(key, note(Map.of(OWNER, nameOf(owner)))).expectAbsent(key));
  }

  private Service withNodePorts(
      Service now, Image<Stored> image, List<Consumer<Commit.Builder<Stored>>> claims) {
    var owner = nameOf(now);
    var held = image.get(Allocations.nodePorts());
    var before = taken(image);
    var after = new TreeMap<>(before);
    after.values().removeIf(owner::equals);
    var service = hasNodePorts(now) ? assignPorts(now, after) : now;
    if (Services.needsHealthCheckNodePort(now)) {
      service = assignHealthPort(service, after);
    }
    if (!after.equals(before)) {
      var revision = held == null ? 0 : held.modRevision();
      claims.add(commit ->
          commit
              .put(Allocations.nodePorts(), note(after))
              .expect(Allocations.nodePorts(), revision));
    }
    return service;
  }

  /// The port at which a node tells whether it has endpoints of the Service.
  private Service assignHealthPort(Service service, Map<String, String> taken) {
    var asked = service.spec().healthCheckNodePort();
    var why = asked == 0 ? "" : whyNot(asked, taken);
    if (!why.isEmpty()) {
      throw ApiErrors.internal(
          "failed to allocate requested HealthCheck NodePort " + asked + ": " + why);
    }
    var port = asked == 0 ? freePort(taken) : asked;
    taken.put(Integer.toString(port), nameOf(service));
    return service.withSpec(service.spec().with(s -> s.healthCheckNodePort(port)));
  }

  private static SortedMap<String, String> taken(Image<Stored> image) {
    var held = image.get(Allocations.nodePorts());
    return held != null && held.value().object() instanceof ConfigMap map
        ? new TreeMap<>(map.data())
        : new TreeMap<>();
  }

  /// @param taken by other Services; what this one gets is added
  private Service assignPorts(Service now, Map<String, String> taken) {
    var owner = nameOf(now);
    for (var i = 0; i < now.spec().ports().size(); i++) {
      var asked = now.spec().ports().get(i).nodePort();
      if (asked != 0) {
        requireFreePort(now, i, asked, taken);
      }
    }
    now.spec().ports().stream()
        .filter(port -> port.nodePort() != 0)
        .forEach(port -> taken.put(Integer.toString(port.nodePort()), owner));
    var assigned = new ArrayList<ServicePort>();
    for (var port : now.spec().ports()) {
      if (port.nodePort() != 0 || !Services.needsNodePort(now)) {
        assigned.add(port);
        continue;
      }
      // The same port by two protocols is one port number on the node too.
      var twin =
          Stream.concat(assigned.stream(), now.spec().ports().stream())
              .filter(a -> a.port() == port.port() && a.nodePort() != 0)
              .findFirst();
      var number = twin.isPresent() ? twin.get().nodePort() : freePort(taken);
      taken.put(Integer.toString(number), owner);
      assigned.add(port.with(p -> p.nodePort(number)));
    }
    return now.withSpec(now.spec().with(s -> s.ports(assigned)));
  }

  private void requireFreePort(Service service, int index, int port, Map<String, String> taken) {
    var why = whyNot(port, taken);
    if (!why.isEmpty()) {
      var path = FieldPath.root("spec", "ports").index(index).child("nodePort");
      throw invalid(service, FieldError.invalid(path, port, why));
    }
  }

  private String whyNot(int port, Map<String, String> taken) {
    if (!ports.contains(port)) {
      return "provided port is not in the valid range. The range of valid ports is " + ports;
    }
    return taken.containsKey(Integer.toString(port)) ? "provided port is already allocated" : "";
  }

  private int freePort(Map<String, String> taken) {
    for (var i = 0; i < TRIES; i++) {
      var port = ports.first() + random.nextInt(ports.size());
      if (!taken.containsKey(Integer.toString(port))) {
        return port;
      }
    }
    for (var port = ports.first(); port <= ports.last(); port++) {
      if (!taken.containsKey(Integer.toString(port))) {
        return port;
      }
    }
    throw ApiErrors.internal("failed to allocate a nodePort: range " + ports + " is full");
  }

  /// Gives back what the Service no longer has.
  private static void release(
      @Nullable Service old,
      @Nullable Service now,
      Image<Stored> image,
      List<Consumer<Commit.Builder<Stored>>> claims) {
    if (old == null) {
      return;
    }
    var address = old.spec().clusterIP();
    var kept = now != null && now.spec().clusterIP().equals(address) && hasClusterIp(now);
    if (hasClusterIp(old) && !address.isEmpty() && !address.equals("None") && !kept) {
      var key = Allocations.clusterIp(address);
      if (image.get(key) != null) {
        claims.add(commit -> commit.delete(key));
      }
    }
    var held = image.get(Allocations.nodePorts());
    if (now == null && held != null) {
      var taken = taken(image);
      if (taken.values().removeIf(nameOf(old)::equals)) {
        claims.add(commit ->
            commit
                .put(Allocations.nodePorts(), note(taken))
                .expect(Allocations.nodePorts(), held.modRevision()));
      }
    }
  }

  private static boolean hasClusterIp(Service service) {
    return !service.spec().type().equals("ExternalName");
  }

  /// Whether its ports may be open on nodes; those that are asked for are taken even where none are
  /// given.
  private static boolean hasNodePorts(Service service) {
    return switch (service.spec().type()) {
      case Services.NODE_PORT, Services.LOAD_BALANCER -> true;
      default -> false;
    };
  }

  private static String nameOf(Service service) {
    return service.metadata().namespace() + "/" + service.metadata().name();
  }

  private static Stored note(Map<String, String> data) {
    return new Stored(
        ConfigMap.builder().metadata(ObjectMeta.EMPTY).data(new TreeMap<>(data)).build());
  }

  private static RuntimeException invalid(Service service, FieldError error) {
    return ApiErrors.invalid(Services.KIND.groupKind(), service.metadata().name(), List.of(error));
  }
}
