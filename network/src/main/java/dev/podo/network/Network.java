package dev.podo.network;

import dev.podo.client.Api;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.network.dns.DnsMetrics;
import dev.podo.network.dns.DnsServer;
import dev.podo.network.proxy.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The network of one node, while its scope lives: Services in the dataplane, the cluster's DNS,
/// the ingress. The rules of the dataplane stay when it ends, so that connections outlive the
/// process.
public final class Network {
  private final ServiceLoop services;
  private final Optional<DnsServer> dns;
  private final Optional<IngressLoop> ingress;

  private Network(ServiceLoop services, Optional<DnsServer> dns, Optional<IngressLoop> ingress) {
    this.services = services;
    this.dns = dns;
    this.ingress = ingress;
  }

  /// Starts everything; what needs the caches follows when they are filled.
  ///
  /// @param api writes the status of Ingresses, the IngressClass if there is none, the Service of
  ///   the cluster's DNS with its EndpointSlice, and Events
  /// @param informers of an identity that may watch Services, EndpointSlices, Ingresses,
  ///   IngressClasses and Secrets of type `kubernetes.io/tls`
  /// @throws IOException when a port is taken or not allowed; it names the address
  public static Network start(
      NetworkConfig config, Api api, Informers informers, Dataplane dataplane, Scope scope)
      throws IOException {
    var dns = startDns(config, informers, scope);
    var ingress = startIngress(config, api, informers, scope);
    var known = dns.map(server -> known(config, server.address()));
    known.ifPresent(service -> DnsServiceLoop.start(service, api, informers, scope));
    var services =
        ServiceLoop.start(
            config,
            known,
            informers,
            dataplane,
            EventRecorder.start(api, "podo-network", config.place().nodeName(), scope),
            scope);
    return new Network(services, dns, ingress);
  }

  private static Optional<DnsServer> startDns(
      NetworkConfig config, Informers informers, Scope scope) throws IOException {
    if (config.dns().isEmpty()) {
      return Optional.empty();
    }
    var server =
        DnsServer.start(
            config.dns().get(),
            informers.of(Services.KIND),
            informers.of(EndpointSlices.KIND),
            scope.environment(),
            config.transport());
    return Optional.of(scope.onClose(server));
  }

  private static DnsService known(NetworkConfig config, InetSocketAddress server) {
    var place = config.place();
    var wildcard = server.getAddress().isAnyLocalAddress();
    var ip = wildcard ? place.network().nodeIp() : server.getAddress().getHostAddress();
    var clusterIp = config.dns().orElseThrow().clusterIp();
    return new DnsService(clusterIp, ip, server.getPort(), place.nodeName());
  }

  private static Optional<IngressLoop> startIngress(
      NetworkConfig config, Api api, Informers informers, Scope scope) throws IOException {
    if (config.ingress().isEmpty()) {
      return Optional.empty();
    }
    var proxy =
        scope.onClose(Proxy.start(config.ingress().get(), scope.environment(), config.transport()));
    return Optional.of(IngressLoop.start(proxy, config.publishedIp(), api, informers, scope));
  }

  /// Whether Services are in force as of the caches' first filling.
  public boolean isReady() {
    return services.isReady() && ingress.map(IngressLoop::isReady).orElse(true);
  }

  /// Where DNS is served, if it is.
  public Optional<InetSocketAddress> dnsAddress() {
    return dns.map(DnsServer::address);
  }

  /// What the DNS has answered, if it is served here.
  public Optional<DnsMetrics> dnsMetrics() {
    return dns.map(DnsServer::metrics);
  }

  /// The ingress, if there is one: its addresses and counters.
  public Optional<Proxy> ingress() {
    return ingress.map(IngressLoop::proxy);
  }
}
