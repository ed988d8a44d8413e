package dev.podo.network.services;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What all Services mean on one node: immutable. No two ports in it share an address, protocol and
/// port.
///
/// @param network what holds for all Services
/// @param services the ports of each Service; the list of a Service that has not changed is the
///   same object from plan to plan, so that plans are compared quickly
public record ServicePlan(
    ServiceNetwork network, SortedMap<ServiceName, List<ServicePort>> services) {
  public ServicePlan {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  public static ServicePlan empty(ServiceNetwork network) {
    return new ServicePlan(network, new TreeMap<>());
  }

  /// This plan with one Service replaced; an empty list removes it.
  public ServicePlan with(ServiceName name, List<ServicePort> ports) {
    return withAll(Map.of(name, ports));
  }

  /// This plan with some Services replaced; an empty list removes one.
  public ServicePlan withAll(Map<ServiceName, List<ServicePort>> changes) {
    var changed = new TreeMap<>(services);
    changes.forEach((name, ports) -> {
      if (ports.isEmpty()) {
        changed.remove(name);
      } else {
        changed.put(name, List.copyOf(ports));
      }
    });
    return new ServicePlan(network, changed);
  }
}
