package dev.podo.controllers.endpointslice;

import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointHints;
import dev.podo.model.discovery.v1.ForNode;
import dev.podo.model.discovery.v1.ForZone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// For whom an endpoint is meant, where the Service asks for near ones: its own zone, or its own
/// node and zone (KEP-3015).
final class Hints {
  private Hints() {}

  /// @param zone of the Pod's node, "" where it has none
  /// @return null where nobody asks
  static @Nullable EndpointHints of(Service service, Pod pod, String zone) {
    var distribution = service.spec().trafficDistribution();
    if (distribution == null) {
      return null;
    }
    var zones = zone.isEmpty() ? List.<ForZone>of() : List.of(ForZone.builder().name(zone).build());
    return switch (distribution) {
      case "PreferClose", "PreferSameZone" -> zones.isEmpty() ? null : hints(zones, List.of());
      case "PreferSameNode" -> hints(zones, nodes(pod));
      default -> null;
    };
  }

  private static List<ForNode> nodes(Pod pod) {
    var name = pod.spec().nodeName();
    return name.isEmpty() ? List.of() : List.of(ForNode.builder().name(name).build());
  }

  private static @Nullable EndpointHints hints(List<ForZone> zones, List<ForNode> nodes) {
    return zones.isEmpty() && nodes.isEmpty()
        ? null
        : EndpointHints.builder().forZones(zones).forNodes(nodes).build();
  }
}
