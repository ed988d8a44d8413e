package dev.podo.machinery.kinds.service;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceList;

/// Stable names and addresses for changing sets of Pods.
public final class Services {
  public static final String CLUSTER_IP = "ClusterIP";
  public static final String NODE_PORT = "NodePort";
  public static final String LOAD_BALANCER = "LoadBalancer";
  public static final String EXTERNAL_NAME = "ExternalName";

  /// What `clusterIP` says of a Service without an address of its own.
  public static final String NO_CLUSTER_IP = "None";

  /// Annotations by which Services asked for traffic to stay near, the older one second.
  static final String TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";

  static final String TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints";

  /// Where a Service said from where it may be reached before there was a field for it.
  static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

  /// Passes requests on to the Service.
  public static final Subresource PROXY =
      Subresource.of(
          "proxy",
          new GroupVersionKind("", "v1", "ServiceProxyOptions"),
          "create",
          "delete",
          "get",
          "patch",
          "update");

  public static final Kind<Service> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Service"), Service.SCHEMA)
          .namespaced()
          .shortNames("svc")
          .categories("all")
          .subresources(PROXY, Subresource.STATUS)
          .strategy(new ServiceStrategy())
          .columns(ServiceColumns.ALL)
          .selectable("spec.clusterIP", service -> service.spec().clusterIP())
          .selectable("spec.type", service -> service.spec().type())
          .listedAs(
              ServiceList.SCHEMA,
              (meta, items) -> ServiceList.builder().metadata(meta).items(items).build())
          .build();

  private Services() {}

  /// Whether it has names only and no address of its own.
  public static boolean isHeadless(Service service) {
    return service.spec().clusterIP().equals(NO_CLUSTER_IP)
        || (service.spec().clusterIPs().size() == 1
            && service.spec().clusterIPs().getFirst().equals(NO_CLUSTER_IP));
  }

  /// Whether it is to have an address within the cluster; headless ones count.
  public static boolean needsClusterIp(Service service) {
    return switch (service.spec().type()) {
      case CLUSTER_IP, NODE_PORT, LOAD_BALANCER -> true;
      default -> false;
    };
  }

  /// Whether its ports are to be open on every node.
  public static boolean needsNodePort(Service service) {
    var spec = service.spec();
    return switch (spec.type()) {
      case NODE_PORT -> true;
      case LOAD_BALANCER -> !Boolean.FALSE.equals(spec.allocateLoadBalancerNodePorts());
      default -> false;
    };
  }

  /// Whether it is to have a port at which nodes tell load balancers how they are.
  public static boolean needsHealthCheckNodePort(Service service) {
    return service.spec().type().equals(LOAD_BALANCER)
        && service.spec().externalTrafficPolicy().equals("Local");
  }

  /// Whether requests may come from outside the cluster.
  public static boolean isExternallyAccessible(Service service) {
    var spec = service.spec();
    return switch (spec.type()) {
      case NODE_PORT, LOAD_BALANCER -> true;
      case CLUSTER_IP -> !spec.externalIPs().isEmpty();
      default -> false;
    };
  }
}
