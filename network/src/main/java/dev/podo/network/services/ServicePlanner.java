package dev.podo.network.services;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Keeps the plan while Services change one by one, and settles who gets an address that two of
/// them claim. The plan depends on what is there now only, not on the order in which it came.
///
/// A ClusterIP goes before any other claim, so that no Service takes another's traffic by naming
/// its address as an external one; else the Service first by namespace and name has it.
///
/// For one thread.
public final class ServicePlanner {
  private static final Comparator<Claim> STRONGEST_FIRST =
      Comparator.comparing(Claim::rank).thenComparing(Claim::service);

  private final SortedMap<ServiceName, List<ServicePort>> wanted = new TreeMap<>();
  private final Map<String, TreeSet<Claim>> claims = new HashMap<>();
  private final Set<ServiceName> unsettled = new TreeSet<>();
  private final Set<ServiceName> pinned = new HashSet<>();
  private ServicePlan plan;

  private enum Rank {
    PINNED,
    CLUSTER_IP,
    EXTERNAL
  }

  private record Claim(Rank rank, ServiceName service) {}

  public ServicePlanner(ServiceNetwork network) {
    plan = ServicePlan.empty(network);
  }

  /// Adds what is not an object but must be reached like a Service; no Service can claim its
  /// addresses.
  public void pin(ServiceName name, List<ServicePort> ports) {
    pinned.add(name);
    put(name, ports);
  }

  /// Replaces what a Service asks for; an empty list removes it.
  public void put(ServiceName name, List<ServicePort> ports) {
    var before = wanted.getOrDefault(name, List.of());
    if (before.equals(ports)) {
      return;
    }
    unsettled.add(name);
    before.forEach(port -> addresses(name, port).forEach((at, claim) -> withdraw(at, claim)));
    if (ports.isEmpty()) {
      wanted.remove(name);
    } else {
      wanted.put(name, List.copyOf(ports));
    }
    ports.forEach(port -> addresses(name, port).forEach((at, claim) -> claim(at, claim)));
  }

  /// The Services that the plan may not know of any more, when all there are is `present`.
  public List<ServiceName> absent(Collection<ServiceName> present) {
    var gone = new TreeSet<>(wanted.keySet());
    gone.removeAll(present);
    gone.removeAll(pinned);
    return List.copyOf(gone);
  }

  /// The plan with all changes so far.
  public ServicePlan plan() {
    if (!unsettled.isEmpty()) {
      var changed = new TreeMap<ServiceName, List<ServicePort>>();
      for (var name : unsettled) {
        changed.put(name, settled(name));
      }
      unsettled.clear();
      plan = plan.withAll(changed);
    }
    return plan;
  }

  private void claim(String address, Claim claim) {
    var all = claims.computeIfAbsent(address, a -> new TreeSet<>(STRONGEST_FIRST));
    all.add(claim);
    all.forEach(other -> unsettled.add(other.service()));
  }

  private void withdraw(String address, Claim claim) {
    var all = claims.get(address);
    if (all != null) {
      all.remove(claim);
      all.forEach(other -> unsettled.add(other.service()));
      if (all.isEmpty()) {
        claims.remove(address);
      }
    }
  }

  private List<ServicePort> settled(ServiceName name) {
    var out = new ArrayList<ServicePort>();
    for (var port : wanted.getOrDefault(name, List.of())) {
      out.add(settled(name, port));
    }
    return out;
  }

  private ServicePort settled(ServiceName name, ServicePort port) {
    var portal = port.portal();
    var protocol = portal.protocol();
    var rank = pinned.contains(name) ? Rank.PINNED : Rank.CLUSTER_IP;
    Predicate<String> external =
        ip -> wins(address(protocol, ip, portal.port()), new Claim(Rank.EXTERNAL, name));
    var keepsIp = wins(address(protocol, portal.clusterIp(), portal.port()), new Claim(rank, name));
    var keepsNodePort =
        wins(address(protocol, "", portal.nodePort()), new Claim(Rank.EXTERNAL, name));
    var balancer = portal.loadBalancer();
    var settled =
        new Portal(
            protocol,
            keepsIp ? portal.clusterIp() : "",
            portal.port(),
            keepsNodePort ? portal.nodePort() : 0,
            portal.externalIps().stream().filter(external).toList(),
            new Portal.LoadBalancer(
                balancer.ips().stream()
                    .filter(external)
                    .filter(ip -> !portal.externalIps().contains(ip))
                    .toList(),
                balancer.sourceRanges()));
    return settled.equals(portal)
        ? port
        : new ServicePort(port.name(), settled, port.policy(), port.cluster(), port.local());
  }

  private boolean wins(String address, Claim claim) {
    var all = claims.get(address);
    return all != null && all.first().equals(claim);
  }

  private Map<String, Claim> addresses(ServiceName name, ServicePort port) {
    var portal = port.portal();
    var protocol = portal.protocol();
    var out = new TreeMap<String, Claim>();
    var external = new Claim(Rank.EXTERNAL, name);
    portal
        .loadBalancer()
        .ips()
        .forEach(ip -> out.put(address(protocol, ip, portal.port()), external));
    portal.externalIps().forEach(ip -> out.put(address(protocol, ip, portal.port()), external));
    if (portal.nodePort() != 0) {
      out.put(address(protocol, "", portal.nodePort()), external);
    }
    var rank = pinned.contains(name) ? Rank.PINNED : Rank.CLUSTER_IP;
    out.put(address(protocol, portal.clusterIp(), portal.port()), new Claim(rank, name));
    return out;
  }

  private static String address(Protocol protocol, String ip, int port) {
    return protocol + " " + ip + " " + port;
  }
}
