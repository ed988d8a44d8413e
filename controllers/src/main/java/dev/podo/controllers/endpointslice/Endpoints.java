package dev.podo.controllers.endpointslice;

import dev.podo.controllers.engine.View;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointConditions;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Service's Pods are as endpoints.
final class Endpoints {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String TOLERATE_UNREADY =
      "service.alpha.kubernetes.io/tolerate-unready-endpoints";

  private Endpoints() {}

  /// The endpoints of a Service in an IP family, by the ports that they serve: Pods may differ in
  /// what a named port is. In the order of the Pods' names.
  static Map<List<EndpointPort>, List<Endpoint>> byPorts(
      Service service, String family, View view) {
    var selector = LabelPredicate.of(service.spec().selector());
    var out = new LinkedHashMap<List<EndpointPort>, List<Endpoint>>();
    for (var pod : view.list(Pods.KIND).in(service.metadata().namespace())) {
      var address = Families.address(pod, family);
      if (address == null || Pods.isTerminal(pod) || !selector.matches(pod.metadata().labels())) {
        continue;
      }
      var node = view.get(Nodes.KIND, "", pod.spec().nodeName());
      out.computeIfAbsent(ports(service, pod), ports -> new ArrayList<>())
          .add(endpoint(service, pod, address, node));
    }
    return out;
  }

  static String zone(Node node) {
    return node.metadata().labels().getOrDefault(ZONE, "");
  }

  private static Endpoint endpoint(Service service, Pod pod, String address, @Nullable Node node) {
    var serving = Pods.isReady(pod);
    var terminating = pod.metadata().deletionTimestamp() != null;
    var conditions =
        EndpointConditions.builder()
            .ready(publishesAll(service) || (serving && !terminating))
            .serving(serving)
            .terminating(terminating)
            .build();
    var builder =
        Endpoint.builder()
            .addresses(List.of(address))
            .conditions(conditions)
            .targetRef(
                ObjectReference.builder()
                    .kind("Pod")
                    .namespace(pod.metadata().namespace())
                    .name(pod.metadata().name())
                    .uid(pod.metadata().uid())
                    .build());
    if (!pod.spec().nodeName().isEmpty()) {
      builder.nodeName(pod.spec().nodeName());
    }
    if (node != null && !zone(node).isEmpty()) {
      builder.zone(zone(node));
    }
    builder.hints(Hints.of(service, pod, node == null ? "" : zone(node)));
    if (!pod.spec().hostname().isEmpty()
        && pod.spec().subdomain().equals(service.metadata().name())) {
      builder.hostname(pod.spec().hostname());
    }
    return builder.build();
  }

  private static boolean publishesAll(Service service) {
    return service.spec().publishNotReadyAddresses()
        || "true".equals(service.metadata().annotations().get(TOLERATE_UNREADY));
  }

  private static List<EndpointPort> ports(Service service, Pod pod) {
    var out = new ArrayList<EndpointPort>();
    for (var port : service.spec().ports()) {
      var number = number(port, pod);
      if (number == null) {
        continue; // This Pod has no port of that name.
      }
      out.add(
          EndpointPort.builder()
              .name(port.name())
              .protocol(protocol(port.protocol()))
              .port(number)
              .appProtocol(port.appProtocol())
              .build());
    }
    return List.copyOf(out);
  }

  private static @Nullable Integer number(ServicePort port, Pod pod) {
    var target = port.targetPort();
    return switch (target) {
      case IntOrString.OfInt(var value) -> value == 0 ? port.port() : value;
      case IntOrString.OfString(var name) -> Pods.port(pod, name, protocol(port.protocol()));
    };
  }

  private static String protocol(String protocol) {
    return protocol.isEmpty() ? "TCP" : protocol;
  }
}
