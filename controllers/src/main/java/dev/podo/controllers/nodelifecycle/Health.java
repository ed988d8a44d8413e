package dev.podo.controllers.nodelifecycle;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What can still be said of a node that has fallen silent.
final class Health {
  private static final List<String> REPORTED =
      List.of(Nodes.READY, "MemoryPressure", "DiskPressure", "PIDPressure");

  private Health() {}

  /// The node with all that its agent used to report unknown.
  static Node silenced(Node node, Instant now) {
    var conditions = new ArrayList<>(node.status().conditions());
    for (var type : REPORTED) {
      var old = Nodes.condition(node, type);
      if (old == null) {
        conditions.add(neverReported(node, type, now));
      } else if (!old.status().equals("Unknown")) {
        conditions.set(conditions.indexOf(old), stopped(old, now));
      }
    }
    return node.withStatus(node.status().with(b -> b.conditions(conditions)));
  }

  private static NodeCondition neverReported(Node node, String type, Instant now) {
    return NodeCondition.builder()
        .type(type)
        .status("Unknown")
        .reason("NodeStatusNeverUpdated")
        .message("Kubelet never posted node status.")
        .lastHeartbeatTime(node.metadata().creationTimestamp())
        .lastTransitionTime(now)
        .build();
  }

  private static NodeCondition stopped(NodeCondition old, Instant now) {
    return old.with(b ->
        b.status("Unknown")
            .reason("NodeStatusUnknown")
            .message("Kubelet stopped posting node status.")
            .lastTransitionTime(now));
  }
}
