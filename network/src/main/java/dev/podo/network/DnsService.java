package dev.podo.network;

import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointConditions;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.network.services.SliceIndex;
import java.util.List;
import java.util.Map;

/// The cluster's DNS as the objects by which clients look for it. No pod serves it, so the Service
/// selects none: its endpoint is where this process answers.
///
/// @param clusterIp the address at which pods ask
/// @param ip where this process answers
/// @param port of UDP and of TCP there
record DnsService(String clusterIp, String ip, int port, String nodeName) {
  static final String NAMESPACE = "kube-system";
  static final String NAME = "kube-dns";
  private static final int DNS_PORT = 53;
  private static final String UDP_NAME = "dns";
  private static final String TCP_NAME = "dns-tcp";

  Service service() {
    // Tools find the cluster's DNS by these labels, whoever serves it.
    var labels =
        Map.of(
            "k8s-app",
            NAME,
            "kubernetes.io/cluster-service",
            "true",
            "kubernetes.io/name",
            "CoreDNS");
    var ports = List.of(servicePort(UDP_NAME, "UDP"), servicePort(TCP_NAME, "TCP"));
    var spec = ServiceSpec.builder().type("ClusterIP").clusterIP(clusterIp).ports(ports).build();
    return Service.builder().metadata(metadata(labels)).spec(spec).build();
  }

  EndpointSlice slice() {
    var labels =
        Map.of(
            "k8s-app",
            NAME,
            SliceIndex.SERVICE_LABEL,
            NAME,
            "endpointslice.kubernetes.io/managed-by",
            "podo");
    var endpoint =
        Endpoint.builder()
            .addresses(List.of(ip))
            .nodeName(nodeName)
            .conditions(
                EndpointConditions.builder().ready(true).serving(true).terminating(false).build())
            .build();
    return EndpointSlice.builder()
        .metadata(metadata(labels))
        .addressType("IPv4")
        .endpoints(List.of(endpoint))
        .ports(List.of(endpointPort(UDP_NAME, "UDP"), endpointPort(TCP_NAME, "TCP")))
        .build();
  }

  private static ObjectMeta metadata(Map<String, String> labels) {
    return ObjectMeta.builder().namespace(NAMESPACE).name(NAME).labels(labels).build();
  }

  private static ServicePort servicePort(String name, String protocol) {
    return ServicePort.builder().name(name).protocol(protocol).port(DNS_PORT).build();
  }

  private EndpointPort endpointPort(String name, String protocol) {
    return EndpointPort.builder().name(name).protocol(protocol).port(port).build();
  }
}
