package dev.podo.network.services;

import java.util.List;

/// One port of a Service: where it is met and where connections go.
///
/// @param name the port's name; "" when the Service has just one, unnamed
/// @param cluster the endpoints in use for traffic that any node may serve
/// @param local the endpoints in use for traffic that stays on the node
public record ServicePort(
    String name,
    Portal portal,
    TrafficPolicy policy,
    List<ServiceEndpoint> cluster,
    List<ServiceEndpoint> local) {
  public ServicePort {
    cluster = List.copyOf(cluster);
    local = List.copyOf(local);
  }

  /// Who serves connections to the ClusterIP.
  public List<ServiceEndpoint> internal() {
    return policy.internalLocal() ? local : cluster;
  }

  /// Who serves connections that come from outside the cluster to a node port or external address.
  public List<ServiceEndpoint> external() {
    return policy.externalLocal() ? local : cluster;
  }

  public boolean isExternal() {
    return portal.isExternal();
  }
}
