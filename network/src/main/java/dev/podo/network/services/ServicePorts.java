package dev.podo.network.services;

import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.network.services.Portal.LoadBalancer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What one Service asks of the node.
public final class ServicePorts {
  /// A Service with this label is served by another proxy.
  private static final String PROXY_NAME = "service.kubernetes.io/service-proxy-name";

  private static final int AFFINITY_SECONDS_DEFAULT = 10800;

  private ServicePorts() {}

  /// @param slices those of the Service
  /// @return nothing for a Service without a virtual address
  public static List<ServicePort> of(Service service, List<EndpointSlice> slices, String nodeName) {
    var spec = service.spec();
    if (!Addresses.isIpv4(spec.clusterIP())
        || spec.type().equals("ExternalName")
        || service.metadata().labels().containsKey(PROXY_NAME)) {
      return List.of();
    }
    var policy = policy(spec);
    var out = new ArrayList<ServicePort>();
    for (var port : spec.ports()) {
      var protocol = protocol(port.protocol());
      if (protocol.isEmpty()) {
        continue;
      }
      var choice = EndpointChoice.of(slices, port.name(), protocol.get(), nodeName);
      var portal = portal(service, port, protocol.get());
      out.add(new ServicePort(port.name(), portal, policy, choice.anywhere(), choice.local()));
    }
    return List.copyOf(out);
  }

  private static Portal portal(
      Service service, dev.podo.model.core.v1.ServicePort port, Protocol protocol) {
    var spec = service.spec();
    var external = spec.externalIPs().stream().filter(Addresses::isIpv4).sorted().toList();
    return Portal.of(protocol, spec.clusterIP(), port.port())
        .withNodePort(port.nodePort())
        .withExternal(external, loadBalancer(service));
  }

  private static LoadBalancer loadBalancer(Service service) {
    if (!service.spec().type().equals("LoadBalancer")) {
      return LoadBalancer.NONE;
    }
    var ips =
        service.status().loadBalancer().ingress().stream()
            // A balancer in mode Proxy translates by itself; its address is not for the node.
            .filter(ingress -> !"Proxy".equals(ingress.ipMode()))
            .map(dev.podo.model.core.v1.LoadBalancerIngress::ip)
            .filter(Addresses::isIpv4)
            .sorted()
            .toList();
    var ranges =
        service.spec().loadBalancerSourceRanges().stream()
            .map(String::strip)
            .filter(Addresses::isIpv4Cidr)
            .sorted()
            .toList();
    return new LoadBalancer(ips, ranges);
  }

  private static TrafficPolicy policy(ServiceSpec spec) {
    return new TrafficPolicy(
        affinity(spec),
        "Local".equals(spec.internalTrafficPolicy()),
        spec.externalTrafficPolicy().equals("Local"));
  }

  private static Duration affinity(ServiceSpec spec) {
    if (!spec.sessionAffinity().equals("ClientIP")) {
      return Duration.ZERO;
    }
    var config = spec.sessionAffinityConfig();
    var clientIp = config == null ? null : config.clientIP();
    var seconds = clientIp == null ? null : clientIp.timeoutSeconds();
    return Duration.ofSeconds(Objects.requireNonNullElse(seconds, AFFINITY_SECONDS_DEFAULT));
  }

  private static Optional<Protocol> protocol(String name) {
    return switch (name) {
      case "", "TCP" -> Optional.of(Protocol.TCP);
      case "UDP" -> Optional.of(Protocol.UDP);
      case "SCTP" -> Optional.of(Protocol.SCTP);
      default -> Optional.empty();
    };
  }
}
