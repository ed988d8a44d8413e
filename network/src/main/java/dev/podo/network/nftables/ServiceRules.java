package dev.podo.network.nftables;

import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Spells one Service as chains and map elements.
///
/// A connection to a ClusterIP goes to the Service's `svc/…` chain, which picks an endpoint; one to
/// a node port or external address goes through `ext/…` first, which decides on masquerading and on
/// `externalTrafficPolicy`; one that must stay on the node picks in `loc/…`. Each endpoint has a
/// chain `ep/…` that translates the address, and, with session affinity, a set `aff/…` of the
/// clients that stick to it.
final class ServiceRules {
  private final ServiceNetwork network;
  private final SortedMap<String, List<String>> chains = new TreeMap<>();
  private final SortedMap<String, String> sets = new TreeMap<>();
  private final SortedMap<MapElement, String> elements = new TreeMap<>();

  private ServiceRules(ServiceNetwork network) {
    this.network = network;
  }

  static Fragment of(ServiceName service, List<ServicePort> ports, ServiceNetwork network) {
    var rules = new ServiceRules(network);
    for (var port : ports) {
      rules.add(service, port);
    }
    return new Fragment(rules.chains, rules.sets, rules.elements);
  }

  private void add(ServiceName service, ServicePort port) {
    var suffix =
        String.join(
            "/",
            service.namespace(),
            service.name(),
            port.name(),
            port.portal().protocol().lowerCase() + port.portal().port());
    addEndpoints(suffix, port);
    addChoice("svc/" + suffix, suffix, port, port.cluster());
    if (port.policy().internalLocal() || port.policy().externalLocal()) {
      addChoice("loc/" + suffix, suffix, port, port.local());
    }
    addClusterIp(suffix, port);
    if (port.isExternal()) {
      addExternal(suffix, port);
    }
  }

  private void addEndpoints(String suffix, ServicePort port) {
    var all = new LinkedHashSet<>(port.cluster());
    if (port.policy().internalLocal() || port.policy().externalLocal()) {
      all.addAll(port.local());
    }
    for (var endpoint : all) {
      var name = suffix + "/" + endpoint.ip() + "/" + endpoint.port();
      var rules = new ArrayList<String>();
      // A pod that reaches itself through its Service must see the answer come from the Service.
      rules.add("ip saddr " + endpoint.ip() + " jump " + Skeleton.MASQUERADE);
      if (port.policy().hasAffinity()) {
        sets.put("aff/" + name, affinitySet(port.policy().affinity().toSeconds()));
        rules.add("update @aff/" + name + " { ip saddr }");
      }
      rules.add("meta l4proto " + port.portal().protocol().lowerCase() + " dnat to " + endpoint);
      chains.put("ep/" + name, List.copyOf(rules));
    }
  }

  private static String affinitySet(long seconds) {
    return "{ type ipv4_addr; flags dynamic,timeout; timeout " + seconds + "s; size 65535; }";
  }

  private void addChoice(
      String chain, String suffix, ServicePort port, List<ServiceEndpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return;
    }
    var portal = port.portal();
    var rules = new ArrayList<String>();
    if (!portal.clusterIp().isEmpty()) {
      rules.add(
          "ip daddr %s ip saddr != %s jump %s"
              .formatted(portal.clusterIp(), network.podCidr(), Skeleton.MASQUERADE));
    }
    var verdicts = new ArrayList<String>();
    for (var endpoint : endpoints) {
      var name = suffix + "/" + endpoint.ip() + "/" + endpoint.port();
      if (port.policy().hasAffinity()) {
        rules.add("ip saddr @aff/" + name + " goto ep/" + name);
      }
      verdicts.add(verdicts.size() + " : goto ep/" + name);
    }
    rules.add(
        verdicts.size() == 1
            ? verdicts.getFirst().substring("0 : ".length())
            : "numgen random mod %d vmap { %s }"
                .formatted(verdicts.size(), String.join(", ", verdicts)));
    chains.put(chain, List.copyOf(rules));
  }

  private void addClusterIp(String suffix, ServicePort port) {
    var portal = port.portal();
    if (portal.clusterIp().isEmpty()) {
      return;
    }
    if (port.internal().isEmpty()) {
      refuse(portal.clusterIp(), port, port.cluster().isEmpty());
    } else {
      var chain = (port.policy().internalLocal() ? "loc/" : "svc/") + suffix;
      elements.put(address(portal.clusterIp(), port), "goto " + chain);
    }
  }

  private void addExternal(String suffix, ServicePort port) {
    var anywhere = !port.cluster().isEmpty();
    if (anywhere) {
      chains.put("ext/" + suffix, externalRules(suffix, port));
    }
    var portal = port.portal();
    for (var ip : portal.externalIps()) {
      expose(address(ip, port), "goto ext/" + suffix, port);
    }
    addLoadBalancer(suffix, port);
    if (portal.nodePort() != 0) {
      var key = portal.protocol().lowerCase() + " . " + portal.nodePort();
      expose(new MapElement(Skeleton.NODE_PORTS, key), "goto ext/" + suffix, port);
    }
  }

  private void addLoadBalancer(String suffix, ServicePort port) {
    var balancer = port.portal().loadBalancer();
    if (balancer.ips().isEmpty()) {
      return;
    }
    var chain = "ext/" + suffix;
    if (!balancer.sourceRanges().isEmpty() && !port.cluster().isEmpty()) {
      var ranges = String.join(", ", balancer.sourceRanges());
      chains.put("fw/" + suffix, List.of("ip saddr != { " + ranges + " } drop", "goto " + chain));
      chain = "fw/" + suffix;
    }
    for (var ip : balancer.ips()) {
      expose(address(ip, port), "goto " + chain, port);
    }
  }

  /// Translates what meets the element where there is an endpoint, and refuses what is left: all of
  /// it, or what may not leave the node.
  private void expose(MapElement element, String verdict, ServicePort port) {
    if (!port.cluster().isEmpty()) {
      elements.put(element, verdict);
    }
    if (port.external().isEmpty()) {
      var refusal = port.cluster().isEmpty() ? Skeleton.REJECT : Skeleton.DROP;
      var map =
          element.map().equals(Skeleton.NODE_PORTS)
              ? Skeleton.REFUSED_NODE_PORTS
              : Skeleton.REFUSED_IPS;
      elements.put(new MapElement(map, element.key()), "goto " + refusal);
    }
  }

  private List<String> externalRules(String suffix, ServicePort port) {
    if (!port.policy().externalLocal()) {
      return List.of("jump " + Skeleton.MASQUERADE, "goto svc/" + suffix);
    }
    var rules = new ArrayList<String>();
    // Pods and the node itself are inside the cluster: the policy is not about them.
    rules.add("ip saddr " + network.podCidr() + " goto svc/" + suffix);
    rules.add("fib saddr type local jump " + Skeleton.MASQUERADE);
    rules.add("fib saddr type local goto svc/" + suffix);
    if (!port.local().isEmpty()) {
      rules.add("goto loc/" + suffix);
    }
    return List.copyOf(rules);
  }

  private void refuse(String ip, ServicePort port, boolean nobodyAnywhere) {
    var element = new MapElement(Skeleton.REFUSED_IPS, address(ip, port).key());
    elements.put(element, "goto " + (nobodyAnywhere ? Skeleton.REJECT : Skeleton.DROP));
  }

  private static MapElement address(String ip, ServicePort port) {
    var portal = port.portal();
    var key = ip + " . " + portal.protocol().lowerCase() + " . " + portal.port();
    return new MapElement(Skeleton.SERVICE_IPS, key);
  }
}
