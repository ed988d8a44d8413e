package dev.podo.controllers.endpoints;

import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointConditions;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The EndpointSlices that say the same as an Endpoints object: one for each subset and IP family.
final class Mirrors {
  static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /// Of a subset, upstream's `--mirroring-max-endpoints-per-subset`.
  private static final int ADDRESSES_MAX = 1_000;

  private Mirrors() {}

  static List<EndpointSlice> of(Endpoints endpoints) {
    var out = new ArrayList<EndpointSlice>();
    for (var subset : endpoints.subsets()) {
      for (var type : List.of("IPv4", "IPv6")) {
        var mirrored = endpoints(subset, type);
        if (!mirrored.isEmpty()) {
          out.add(
              EndpointSlice.builder()
                  .metadata(metadata(endpoints))
                  .addressType(type)
                  .ports(subset.ports().stream().map(Mirrors::port).toList())
                  .endpoints(mirrored)
                  .build());
        }
      }
    }
    return out;
  }

  private static ObjectMeta metadata(Endpoints endpoints) {
    var labels = new TreeMap<>(endpoints.metadata().labels());
    labels.put(EndpointSlices.SERVICE_NAME_LABEL, endpoints.metadata().name());
    labels.put(EndpointSlices.MANAGED_BY_LABEL, MANAGER);
    var annotations = new TreeMap<>(endpoints.metadata().annotations());
    annotations.remove(LAST_APPLIED);
    return ObjectMeta.builder()
        .namespace(endpoints.metadata().namespace())
        .generateName(endpoints.metadata().name() + "-")
        .labels(labels)
        .annotations(annotations)
        .ownerReferences(List.of(OwnerReferences.toController(endpoints)))
        .build();
  }

  private static List<Endpoint> endpoints(EndpointSubset subset, String type) {
    var out = new ArrayList<Endpoint>();
    add(subset.addresses(), type, true, out);
    add(subset.notReadyAddresses(), type, false, out);
    return List.copyOf(out.subList(0, Math.min(out.size(), ADDRESSES_MAX)));
  }

  private static void add(
      List<EndpointAddress> addresses, String type, boolean ready, List<Endpoint> to) {
    for (var address : addresses) {
      var isIpv6 = address.ip().indexOf(':') >= 0;
      if (type.equals(isIpv6 ? "IPv6" : "IPv4")) {
        to.add(
            Endpoint.builder()
                .addresses(List.of(address.ip()))
                .conditions(EndpointConditions.builder().ready(ready).build())
                .hostname(address.hostname().isEmpty() ? null : address.hostname())
                .nodeName(address.nodeName())
                .targetRef(address.targetRef())
                .build());
      }
    }
  }

  private static EndpointPort port(dev.podo.model.core.v1.EndpointPort port) {
    return EndpointPort.builder()
        .name(port.name())
        .port(port.port())
        .protocol(port.protocol())
        .appProtocol(port.appProtocol())
        .build();
  }
}
