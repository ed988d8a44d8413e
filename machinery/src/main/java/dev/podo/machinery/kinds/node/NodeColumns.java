package dev.podo.machinery.kinds.node;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.Node;
import java.util.List;
import java.util.TreeSet;

final class NodeColumns {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE_LABEL = "kubernetes.io/role";

  static final List<Column<Node>> ALL =
      List.of(
          Column.named(),
          Column.text(
              "Status", "Whether the node is ready, and open for more Pods.", NodeColumns::status),
          Column.text("Roles", "What the node is for.", NodeColumns::roles),
          Cells.age(),
          Column.text(
              "Version",
              "The version of the node's agent.",
              node -> node.status().nodeInfo().kubeletVersion()),
          Column.<Node>text(
                  "Internal-IP",
                  "Where the cluster reaches the node.",
                  node -> Cells.orNone(Nodes.address(node, "InternalIP")))
              .wide(),
          Column.<Node>text(
                  "External-IP",
                  "Where the world reaches the node.",
                  node -> Cells.orNone(Nodes.address(node, "ExternalIP")))
              .wide(),
          Column.<Node>text(
                  "OS-Image",
                  "The operating system.",
                  node -> Cells.orUnknown(node.status().nodeInfo().osImage()))
              .wide(),
          Column.<Node>text(
                  "Kernel-Version",
                  "The version of the kernel, and for which processors.",
                  NodeColumns::kernel)
              .wide(),
          Column.<Node>text(
                  "Container-Runtime",
                  "The container runtime and its version.",
                  node -> Cells.orUnknown(node.status().nodeInfo().containerRuntimeVersion()))
              .wide());

  private NodeColumns() {}

  private static String kernel(Node node) {
    var info = node.status().nodeInfo();
    var architecture = info.architecture().isEmpty() ? "" : " (" + info.architecture() + ")";
    return Cells.orUnknown(info.kernelVersion()) + architecture;
  }

  private static String status(Node node) {
    var ready = Nodes.condition(node, Nodes.READY);
    var text = ready == null ? "Unknown" : ready.status().equals("True") ? "Ready" : "NotReady";
    return node.spec().unschedulable() ? text + ",SchedulingDisabled" : text;
  }

  private static String roles(Node node) {
    var roles = new TreeSet<String>();
    node.metadata()
        .labels()
        .forEach((key, value) -> {
          if (key.startsWith(ROLE_PREFIX) && key.length() > ROLE_PREFIX.length()) {
            roles.add(key.substring(ROLE_PREFIX.length()));
          } else if (key.equals(ROLE_LABEL) && !value.isEmpty()) {
            roles.add(value);
          }
        });
    return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
  }
}
