package dev.podo.network.linux;

import dev.podo.network.services.StaleFlows;
import java.util.ArrayList;
import java.util.List;

/// What the `conntrack` tool is told.
final class ConntrackArguments {
  private ConntrackArguments() {}

  /// Makes the kernel forget where it sent a UDP flow.
  static List<String> deleting(StaleFlows.Flow flow) {
    var arguments = new ArrayList<>(List.of("conntrack", "-D", "-p", "udp"));
    if (!flow.ip().isEmpty()) {
      arguments.addAll(List.of("--orig-dst", flow.ip()));
    }
    arguments.addAll(List.of("--orig-port-dst", Integer.toString(flow.port())));
    if (!flow.endpointIp().isEmpty()) {
      arguments.addAll(List.of("--dst-nat", flow.endpointIp()));
    }
    return arguments;
  }
}
