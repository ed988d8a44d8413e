package dev.podo.machinery.kinds.node;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeCondition;
import dev.podo.model.core.v1.NodeList;
import org.jspecify.annotations.Nullable;

/// The machines on which Pods run.
public final class Nodes {
  public static final String READY = "Ready";
  public static final String HOSTNAME_LABEL = "kubernetes.io/hostname";
  public static final String OS_LABEL = "kubernetes.io/os";
  public static final String ARCH_LABEL = "kubernetes.io/arch";

  /// The namespace of the leases by which nodes say that they are alive.
  public static final String LEASE_NAMESPACE = "kube-node-lease";

  public static final String TAINT_NOT_READY = "node.kubernetes.io/not-ready";
  public static final String TAINT_UNREACHABLE = "node.kubernetes.io/unreachable";
  public static final String TAINT_UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

  /// Passes requests on to the node.
  public static final Subresource PROXY =
      Subresource.of(
          "proxy",
          new GroupVersionKind("", "v1", "NodeProxyOptions"),
          "create",
          "delete",
          "get",
          "patch",
          "update");

  public static final Kind<Node> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Node"), Node.SCHEMA)
          .shortNames("no")
          .subresources(PROXY, Subresource.STATUS)
          .strategy(new NodeStrategy())
          .gated("DynamicKubeletConfig", "spec.configSource")
          .gated("DynamicKubeletConfig", "status.config")
          .columns(NodeColumns.ALL)
          .selectable("spec.unschedulable", node -> Boolean.toString(node.spec().unschedulable()))
          .listedAs(
              NodeList.SCHEMA,
              (meta, items) -> NodeList.builder().metadata(meta).items(items).build())
          .build();

  private Nodes() {}

  /// The condition of this type; null if it is not there.
  public static @Nullable NodeCondition condition(Node node, String type) {
    for (var condition : node.status().conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  public static boolean isReady(Node node) {
    var ready = condition(node, READY);
    return ready != null && ready.status().equals("True");
  }

  /// The first address of this type, such as `InternalIP`; null if there is none.
  public static @Nullable String address(Node node, String type) {
    for (var address : node.status().addresses()) {
      if (address.type().equals(type)) {
        return address.address();
      }
    }
    return null;
  }
}
