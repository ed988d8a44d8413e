package dev.podo.network.nftables;

import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePort;
import java.util.List;

/// Spells one Service as elements of the skeleton's maps, and as chains where elements do not do.
final class ServiceRules {
  private final Fragment.Builder into;
  private final ServiceName service;
  private final ServicePort port;
  private final Translation translation;

  private ServiceRules(
      Fragment.Builder into, ServiceName service, ServicePort port, ServiceNetwork network) {
    this.into = into;
    this.service = service;
    this.port = port;
    this.translation =
        port.policy().hasAffinity()
            ? new ChainTranslation(into, service, port, network)
            : new MapTranslation(into, port, network);
  }

  static Fragment of(ServiceName service, List<ServicePort> ports, ServiceNetwork network) {
    var into = new Fragment.Builder();
    for (var port : ports) {
      var rules = new ServiceRules(into, service, port, network);
      rules.addClusterIp();
      rules.addExternal();
    }
    return into.build();
  }

  private boolean hasEndpoints() {
    return !port.cluster().isEmpty();
  }

  private String address(String ip) {
    var portal = port.portal();
    return ip + " . " + portal.protocol().lowerCase() + " . " + portal.port();
  }

  private void addClusterIp() {
    var ip = port.portal().clusterIp();
    if (ip.isEmpty()) {
      return;
    }
    if (port.internal().isEmpty()) {
      refuse(Skeleton.REFUSED_IPS, address(ip));
    } else {
      into.element(Skeleton.SERVICE_IPS, address(ip), "goto " + translation.toClusterIp());
    }
  }

  private void addExternal() {
    var portal = port.portal();
    for (var ip : portal.externalIps()) {
      if (hasEndpoints()) {
        into.element(Skeleton.SERVICE_IPS, address(ip), "goto " + translation.toExternal(ip));
      }
      refuseUnlessServed(Skeleton.REFUSED_IPS, address(ip));
    }
    for (var ip : portal.loadBalancer().ips()) {
      if (hasEndpoints()) {
        into.element(Skeleton.SERVICE_IPS, address(ip), "goto " + guarded(ip));
      }
      refuseUnlessServed(Skeleton.REFUSED_IPS, address(ip));
    }
    if (portal.nodePort() != 0) {
      var key = portal.protocol().lowerCase() + " . " + portal.nodePort();
      if (hasEndpoints()) {
        into.element(Skeleton.NODE_PORTS, key, "goto " + translation.toNodePort());
      }
      refuseUnlessServed(Skeleton.REFUSED_NODE_PORTS, key);
    }
  }

  /// Lets only those in whom `loadBalancerSourceRanges` names.
  private String guarded(String ip) {
    var chain = translation.toExternal(ip);
    var ranges = port.portal().loadBalancer().sourceRanges();
    if (ranges.isEmpty()) {
      return chain;
    }
    var guard = "fw/" + ChainTranslation.suffix(service, port);
    into.chain(
        guard, List.of("ip saddr != { " + String.join(", ", ranges) + " } drop", "goto " + chain));
    return guard;
  }

  private void refuseUnlessServed(String map, String key) {
    if (port.external().isEmpty()) {
      refuse(map, key);
    }
  }

  /// Where nobody serves, the client is told; where only other nodes may, its packet is dropped.
  private void refuse(String map, String key) {
    into.element(map, key, "goto " + (hasEndpoints() ? Skeleton.DROP : Skeleton.REJECT));
  }
}
