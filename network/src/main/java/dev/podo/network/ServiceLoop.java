package dev.podo.network;

import static java.lang.System.Logger.Level.WARNING;

import dev.podo.client.events.EventRecorder;
import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.network.services.Portal;
import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServicePlanner;
import dev.podo.network.services.ServicePort;
import dev.podo.network.services.ServicePorts;
import dev.podo.network.services.SliceIndex;
import dev.podo.network.services.TrafficPolicy;
import dev.podo.network.services.UnservedFields;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Keeps the dataplane at what Services and EndpointSlices say. It looks at the Services that
/// changed since it looked last, however often each did; what the host refuses is tried again.
final class ServiceLoop {
  private static final System.Logger LOG = System.getLogger(ServiceLoop.class.getName());
  private static final int DNS_PORT = 53;

  /// No namespace has such a name, so no Service can be taken for it.
  private static final ServiceName DNS = new ServiceName("_podo", "dns");

  private final NetworkConfig config;
  private final Informer<Service> services;
  private final Informer<EndpointSlice> slices;
  private final Dataplane dataplane;
  private final EventRecorder events;

  /// What each owner was told last: endpoints that come and go are no reason to tell it again.
  private final Map<ServiceName, List<String>> told = new HashMap<>();

  private final Environment environment;
  private final ServicePlanner planner;
  private final ConcurrentSkipListSet<ServiceName> changed = new ConcurrentSkipListSet<>();
  private final Signal signal;
  private final Backoff backoff =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(30));
  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile boolean ready;

  private ServiceLoop(
      NetworkConfig config,
      Informers informers,
      Dataplane dataplane,
      EventRecorder events,
      Environment environment) {
    this.events = events;
    this.config = config;
    this.services = informers.of(Services.KIND);
    this.slices = informers.of(EndpointSlices.KIND);
    this.dataplane = dataplane;
    this.environment = environment;
    this.planner = new ServicePlanner(config.place().network());
    this.signal = new Signal(environment.clock());
  }

  static ServiceLoop start(
      NetworkConfig config,
      Optional<DnsService> dns,
      Informers informers,
      Dataplane dataplane,
      EventRecorder events,
      Scope scope) {
    var loop = new ServiceLoop(config, informers, dataplane, events, scope.environment());
    dns.ifPresent(loop::pinDns);
    loop.slices.addIndex(SliceIndex.BY_SERVICE);
    scope.onClose(dataplane);
    dataplane.watch(loop::healSoon, scope);
    scope.onClose(loop.services.listen(loop::servicesChanged));
    scope.onClose(loop.slices.listen(loop::slicesChanged));
    scope.fork("services", loop::run);
    return loop;
  }

  boolean isReady() {
    return ready;
  }

  /// The cluster's DNS is reached like a Service whose one endpoint is this process, whatever has
  /// become of the Service that says so.
  private void pinDns(DnsService dns) {
    var endpoint = List.of(new ServiceEndpoint(dns.ip(), dns.port(), true));
    var clusterIp = dns.clusterIp();
    var ports =
        List.of(
            pinned("dns", Protocol.UDP, clusterIp, endpoint),
            pinned("dns-tcp", Protocol.TCP, clusterIp, endpoint));
    planner.pin(DNS, ports);
  }

  private static ServicePort pinned(
      String name, Protocol protocol, String ip, List<ServiceEndpoint> endpoint) {
    var portal = Portal.of(protocol, ip, DNS_PORT);
    return new ServicePort(name, portal, TrafficPolicy.CLUSTER, endpoint, endpoint);
  }

  private void servicesChanged(Changes<Service> changes) {
    for (var key : changes.keys()) {
      changed.add(new ServiceName(key.namespace(), key.name()));
    }
    signal.raise();
  }

  private void slicesChanged(Changes<EndpointSlice> changes) {
    for (var key : changes.keys()) {
      // A slice may have moved from one Service to another.
      for (var image : List.of(changes.before(), changes.after())) {
        var slice = image.get(key);
        if (slice != null) {
          changed.add(SliceIndex.serviceOf(slice));
        }
      }
    }
    signal.raise();
  }

  private void healSoon() {
    lost.set(true);
    signal.raise();
  }

  private void run() throws InterruptedException {
    // A plan of half the cluster would cut connections that an earlier process had set up.
    services.awaitSynced(Deadline.never());
    slices.awaitSynced(Deadline.never());
    var failures = 0;
    while (true) {
      // Who undoes every healing at once is as good as a host that refuses.
      var undone = lost.getAndSet(false);
      takeChanges();
      failures = !apply() || undone ? failures + 1 : 0;
      if (failures > 0) {
        environment.clock().sleep(backoff.delay(failures, environment.random()));
      } else {
        signal.awaitUntil(() -> !changed.isEmpty() || lost.get(), Deadline.never());
      }
    }
  }

  private void takeChanges() {
    for (var name = changed.pollFirst(); name != null; name = changed.pollFirst()) {
      var service = services.snapshot().get(name.namespace(), name.name());
      tellOwner(name, service);
      planner.put(
          name,
          service == null
              ? List.of()
              : ServicePorts.of(
                  service,
                  slices.snapshot().by(SliceIndex.BY_SERVICE, name.toString()).toList(),
                  config.place().nodeName()));
    }
  }

  private void tellOwner(ServiceName name, @Nullable Service service) {
    var unserved = service == null ? List.<String>of() : UnservedFields.of(service);
    var before = unserved.isEmpty() ? told.remove(name) : told.put(name, unserved);
    if (service != null && !unserved.equals(before)) {
      unserved.forEach(
          sentence -> events.event(service, EventRecorder.WARNING, "NotServed", sentence));
    }
  }

  private boolean apply() {
    try {
      dataplane.apply(planner.plan());
      ready = true;
      return true;
    } catch (DataplaneException e) {
      LOG.log(WARNING, "Services are not in force, tried again soon: {0}", e.getMessage());
      return false;
    }
  }
}
