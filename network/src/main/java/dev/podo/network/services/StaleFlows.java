package dev.podo.network.services;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The UDP flows that a change of plan leaves behind. The kernel remembers where a flow went and
/// keeps sending it there, which for UDP nothing ends while the client goes on: so they must be
/// forgotten.
public final class StaleFlows {
  private StaleFlows() {}

  /// Flows from clients to an address that were translated to an endpoint which serves it no more.
  ///
  /// @param ip the address that clients use; "" = any address of the node, at a node port
  /// @param port the port that clients use
  /// @param endpointIp where the flow was sent; "" = nowhere: it began before there was an endpoint
  public record Flow(String ip, int port, String endpointIp) {}

  public static List<Flow> between(ServicePlan from, ServicePlan to) {
    var stale = new LinkedHashSet<Flow>();
    from.services()
        .differences(
            to.services(),
            (name, before, after) ->
                addStale(
                    Objects.requireNonNullElse(before, List.of()),
                    Objects.requireNonNullElse(after, List.of()),
                    stale));
    return new ArrayList<>(stale);
  }

  private static void addStale(List<ServicePort> before, List<ServicePort> after, Set<Flow> stale) {
    for (var port : before) {
      addEnded(port, matching(port, after), stale);
    }
    for (var port : after) {
      if (!port.cluster().isEmpty() && matching(port, before).isEmpty()) {
        addFlows(port, "", stale);
      }
    }
  }

  private static List<ServiceEndpoint> matching(ServicePort port, List<ServicePort> among) {
    return among.stream()
        .filter(other -> other.portal().equals(port.portal()))
        .findFirst()
        .map(ServicePort::cluster)
        .orElse(List.of());
  }

  private static void addEnded(ServicePort port, List<ServiceEndpoint> after, Set<Flow> stale) {
    for (var endpoint : port.cluster()) {
      if (!after.contains(endpoint)) {
        addFlows(port, endpoint.ip(), stale);
      }
    }
  }

  private static void addFlows(ServicePort port, String endpointIp, Set<Flow> stale) {
    var portal = port.portal();
    if (portal.protocol() != Protocol.UDP) {
      return;
    }
    if (!portal.clusterIp().isEmpty()) {
      stale.add(new Flow(portal.clusterIp(), portal.port(), endpointIp));
    }
    portal.externalIps().forEach(ip -> stale.add(new Flow(ip, portal.port(), endpointIp)));
    portal.loadBalancer().ips().forEach(ip -> stale.add(new Flow(ip, portal.port(), endpointIp)));
    if (portal.nodePort() != 0) {
      stale.add(new Flow("", portal.nodePort(), endpointIp));
    }
  }
}
