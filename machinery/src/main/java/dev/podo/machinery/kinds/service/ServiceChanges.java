package dev.podo.machinery.kinds.service;

import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// What an update of a Service takes over from the Service that is there, so that clients need not
/// know what was allocated, and what a change of type leaves behind.
final class ServiceChanges {
  private ServiceChanges() {}

  static Service apply(Service now, Service old) {
    var kept = withSyncedClusterIps(withAllocated(now, old), old);
    return withoutLeftovers(ServiceFamilies.inferred(kept, old), old);
  }

  /// `clusterIP` and the first of `clusterIPs` are two spellings of one field; who knows the older
  /// alone sets only that.
  static Service withBothClusterIps(Service service) {
    var spec = service.spec();
    if (spec.clusterIPs().isEmpty() && !spec.clusterIP().isEmpty()) {
      return service.withSpec(spec.with(b -> b.clusterIPs(List.of(spec.clusterIP()))));
    }
    return service;
  }

  /// Who changed or cleared the one spelling only meant both.
  private static Service withSyncedClusterIps(Service now, Service old) {
    var ip = now.spec().clusterIP();
    var before = old.spec().clusterIP();
    var sameList = now.spec().clusterIPs().equals(old.spec().clusterIPs());
    if (ip.equals(before) || !sameList) {
      return now;
    }
    var list = ip.isEmpty() ? List.<String>of() : List.of(ip);
    return now.withSpec(now.spec().with(b -> b.clusterIPs(list)));
  }

  private static Service withAllocated(Service now, Service old) {
    var spec = now.spec();
    var from = old.spec();
    if (Services.needsClusterIp(now) && Services.needsClusterIp(old)) {
      var ip = spec.clusterIP().isEmpty() ? from.clusterIP() : spec.clusterIP();
      var same = ip.equals(from.clusterIP());
      var ips = spec.clusterIPs().isEmpty() && same ? from.clusterIPs() : spec.clusterIPs();
      spec = spec.with(b -> b.clusterIP(ip).clusterIPs(ips));
    }
    if (Services.needsNodePort(now) && Services.needsNodePort(old)) {
      var ports = withNodePorts(spec.ports(), from.ports());
      spec = spec.with(b -> b.ports(ports));
    }
    if (Services.needsHealthCheckNodePort(now)
        && Services.needsHealthCheckNodePort(old)
        && spec.healthCheckNodePort() == 0) {
      spec = spec.with(b -> b.healthCheckNodePort(from.healthCheckNodePort()));
    }
    return now.withSpec(spec);
  }

  /// A port that names no port of the nodes keeps that of the port of the same name, unless the
  /// update gives it to another.
  private static List<ServicePort> withNodePorts(List<ServicePort> now, List<ServicePort> old) {
    var byName = new HashMap<String, Integer>();
    old.forEach(port -> byName.put(port.name(), port.nodePort()));
    var taken = new HashSet<Integer>();
    now.forEach(port -> taken.add(port.nodePort()));
    var ports = new ArrayList<ServicePort>(now.size());
    for (var port : now) {
      var known = byName.getOrDefault(port.name(), 0);
      var takes = port.nodePort() == 0 && known != 0 && taken.add(known);
      ports.add(takes ? port.with(b -> b.nodePort(known)) : port);
    }
    return ports;
  }

  /// What only the old type needed goes, unless the update sets it anew.
  private static Service withoutLeftovers(Service now, Service old) {
    var spec = now.spec();
    var from = old.spec();
    if (Services.needsClusterIp(old) && !Services.needsClusterIp(now)) {
      spec = withoutAddresses(spec, from);
    }
    if (Services.needsNodePort(old)
        && !Services.needsNodePort(now)
        && nodePorts(spec).equals(nodePorts(from))) {
      var closed = spec.ports().stream().map(it -> it.with(b -> b.nodePort(0))).toList();
      spec = spec.with(b -> b.ports(closed));
    }
    if (Services.needsHealthCheckNodePort(old)
        && !Services.needsHealthCheckNodePort(now)
        && spec.healthCheckNodePort() == from.healthCheckNodePort()) {
      spec = spec.with(b -> b.healthCheckNodePort(0));
    }
    if (Services.isExternallyAccessible(old)
        && !Services.isExternallyAccessible(now)
        && spec.externalTrafficPolicy().equals(from.externalTrafficPolicy())) {
      spec = spec.with(b -> b.externalTrafficPolicy(""));
    }
    return now.withSpec(withoutBalancer(spec, from));
  }

  private static ServiceSpec withoutAddresses(ServiceSpec spec, ServiceSpec from) {
    var sameIps =
        spec.clusterIP().equals(from.clusterIP()) && spec.clusterIPs().equals(from.clusterIPs());
    var sameFamilies = spec.ipFamilies().equals(from.ipFamilies());
    var samePolicy = Objects.equals(spec.ipFamilyPolicy(), from.ipFamilyPolicy());
    var sameInternal = Objects.equals(spec.internalTrafficPolicy(), from.internalTrafficPolicy());
    return spec.with(b ->
        b.clusterIP(sameIps ? "" : spec.clusterIP())
            .clusterIPs(sameIps ? List.of() : spec.clusterIPs())
            .ipFamilies(sameFamilies ? List.of() : spec.ipFamilies())
            .ipFamilyPolicy(samePolicy ? null : spec.ipFamilyPolicy())
            .internalTrafficPolicy(sameInternal ? null : spec.internalTrafficPolicy()));
  }

  private static ServiceSpec withoutBalancer(ServiceSpec spec, ServiceSpec from) {
    if (!from.type().equals(Services.LOAD_BALANCER) || spec.type().equals(Services.LOAD_BALANCER)) {
      return spec;
    }
    var sameAllocate =
        Objects.equals(spec.allocateLoadBalancerNodePorts(), from.allocateLoadBalancerNodePorts());
    var sameClass = Objects.equals(spec.loadBalancerClass(), from.loadBalancerClass());
    return spec.with(b ->
        b.allocateLoadBalancerNodePorts(sameAllocate ? null : spec.allocateLoadBalancerNodePorts())
            .loadBalancerClass(sameClass ? null : spec.loadBalancerClass()));
  }

  private static List<Integer> nodePorts(ServiceSpec spec) {
    return spec.ports().stream().map(ServicePort::nodePort).toList();
  }
}
