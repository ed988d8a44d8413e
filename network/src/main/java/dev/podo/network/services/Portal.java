package dev.podo.network.services;

import java.util.List;

/// The addresses at which one port of a Service is met.
///
/// @param clusterIp its virtual address
/// @param port the port at the virtual, external and load balancer addresses
/// @param nodePort the port at every address of the node, 0 = none
/// @param externalIps further addresses whose traffic reaches this node
/// @param loadBalancer the addresses of a load balancer, and who may use them
public record Portal(
    Protocol protocol,
    String clusterIp,
    int port,
    int nodePort,
    List<String> externalIps,
    LoadBalancer loadBalancer) {
  public Portal {
    externalIps = List.copyOf(externalIps);
  }

  public static Portal of(Protocol protocol, String clusterIp, int port) {
    return new Portal(protocol, clusterIp, port, 0, List.of(), LoadBalancer.NONE);
  }

  public Portal withNodePort(int number) {
    return new Portal(protocol, clusterIp, port, number, externalIps, loadBalancer);
  }

  public Portal withExternal(List<String> ips, LoadBalancer balancer) {
    return new Portal(protocol, clusterIp, port, nodePort, ips, balancer);
  }

  boolean isExternal() {
    return nodePort != 0 || !externalIps.isEmpty() || !loadBalancer.ips().isEmpty();
  }

  /// @param sourceRanges the only clients let in; empty = all
  public record LoadBalancer(List<String> ips, List<String> sourceRanges) {
    public static final LoadBalancer NONE = new LoadBalancer(List.of(), List.of());

    public LoadBalancer {
      ips = List.copyOf(ips);
      sourceRanges = List.copyOf(sourceRanges);
    }
  }
}
