package dev.podo.network.services;

import java.util.List;
import java.util.Map;

/// What all Services mean on one node: immutable. No two ports in it share an address, protocol and
/// port.
///
/// @param network what holds for all Services
/// @param services the ports of each Service; what two plans have in common they share
public record ServicePlan(
    ServiceNetwork network, SharedMap<ServiceName, List<ServicePort>> services) {

  public static ServicePlan empty(ServiceNetwork network) {
    return new ServicePlan(network, SharedMap.empty());
  }

  /// This plan with one Service replaced; an empty list removes it.
  public ServicePlan with(ServiceName name, List<ServicePort> ports) {
    return withAll(Map.of(name, ports));
  }

  /// This plan with some Services replaced; an empty list removes one.
  public ServicePlan withAll(Map<ServiceName, List<ServicePort>> changes) {
    var changed = services;
    for (var change : changes.entrySet()) {
      var ports = change.getValue();
      changed =
          ports.isEmpty()
              ? changed.without(change.getKey())
              : changed.with(change.getKey(), List.copyOf(ports));
    }
    return new ServicePlan(network, changed);
  }
}
