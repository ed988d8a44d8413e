package dev.podo.network.services;

import static dev.podo.network.Manifest.service;
import static dev.podo.network.Manifest.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServicePortsTest {
  private static final Service WEB =
      service(
          """
          metadata: {name: web, namespace: default}
          spec:
            clusterIP: 10.96.0.7
            ports:
            - {name: http, port: 80, targetPort: web, nodePort: 30080}
            - {name: dns, port: 53, protocol: UDP}
            - {name: sctp, port: 7, protocol: SCTP}
          """);
  private static final EndpointSlice PODS =
      slice(
          """
          metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
          addressType: IPv4
          ports: [{name: http, port: 8080}, {name: dns, port: 5353, protocol: UDP}, {name: sctp, port: 77, protocol: SCTP}]
          endpoints:
          - {addresses: [10.244.0.2], nodeName: here, conditions: {ready: true}}
          - {addresses: [10.244.1.2], nodeName: there, conditions: {}}
          - {addresses: [10.244.1.3], nodeName: there, conditions: {ready: false}}
          - addresses: [10.244.0.3]
            nodeName: here
            conditions: {ready: false, serving: true, terminating: true}
          - {addresses: [not-an-ip], conditions: {ready: true}}
          """);

  private static List<ServicePort> ports(Service service, EndpointSlice... slices) {
    return ServicePorts.of(service, List.of(slices), "here");
  }

  private static List<String> ips(List<ServiceEndpoint> endpoints) {
    return endpoints.stream().map(ServiceEndpoint::ip).toList();
  }

  @Test
  void usesReadyEndpointsByPortName() {
    var ports = ports(WEB, PODS);
    assertThat(ports).extracting(ServicePort::name).containsExactly("http", "dns", "sctp");
    assertThat(ports.get(0).portal())
        .isEqualTo(Portal.of(Protocol.TCP, "10.96.0.7", 80).withNodePort(30080));
    assertThat(ports.get(0).cluster())
        .containsExactly(
            new ServiceEndpoint("10.244.0.2", 8080, true),
            new ServiceEndpoint("10.244.1.2", 8080, false));
    assertThat(ports.get(0).local()).containsExactly(new ServiceEndpoint("10.244.0.2", 8080, true));
    assertThat(ports.get(1).cluster()).extracting(ServiceEndpoint::port).containsOnly(5353);
    assertThat(ports.get(2).portal().protocol()).isEqualTo(Protocol.SCTP);
    assertThat(ports.get(2).cluster()).extracting(ServiceEndpoint::port).containsOnly(77);
  }

  @Test
  void fallsBackToServingTerminatingEndpoints() {
    var dying =
        slice(
            """
            metadata: {name: web-1, namespace: default}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints:
            - addresses: [10.244.0.3]
              nodeName: here
              conditions: {ready: false, serving: true, terminating: true}
            - addresses: [10.244.0.4]
              nodeName: here
              conditions: {ready: false, serving: false, terminating: true}
            """);
    assertThat(ips(ports(WEB, dying).getFirst().cluster())).containsExactly("10.244.0.3");
    var elsewhere =
        slice(
            """
            metadata: {name: web-2, namespace: default}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints: [{addresses: [10.244.1.2], nodeName: there, conditions: {ready: true}}]
            """);
    var both = ports(WEB, dying, elsewhere).getFirst();
    assertThat(ips(both.cluster())).containsExactly("10.244.1.2");
    assertThat(ips(both.local())).as("the last on the node serve on").containsExactly("10.244.0.3");
  }

  @Test
  void countsAnEndpointInTwoSlicesOnce() {
    assertThat(ports(WEB, PODS, PODS).getFirst().cluster()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{clusterIP: None, ports: [{port: 80}]}",
        "{type: ExternalName, externalName: example.org}",
        "{ports: [{port: 80}]}",
        "{clusterIP: 'fd00::1', ports: [{port: 80}]}",
      })
  void leavesServicesWithoutAVirtualAddressAlone(String spec) {
    assertThat(ports(service("{metadata: {name: web, namespace: default}, spec: " + spec + "}")))
        .isEmpty();
  }

  @Test
  void readsPolicies() {
    var service =
        service(
            """
            metadata: {name: web, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.7
              internalTrafficPolicy: Local
              externalTrafficPolicy: Local
              sessionAffinity: ClientIP
              externalIPs: [192.0.2.9, 192.0.2.1, garbage]
              loadBalancerSourceRanges: [10.0.0.0/8, "garbage; drop"]
              ports: [{port: 80}]
            status: {loadBalancer: {ingress: [{ip: 198.51.100.1}, {ip: 198.51.100.2, ipMode: Proxy}]}}
            """);
    var port = ports(service, PODS).getFirst();
    assertThat(port.policy()).isEqualTo(new TrafficPolicy(Duration.ofHours(3), true, true));
    assertThat(port.portal().externalIps()).containsExactly("192.0.2.1", "192.0.2.9");
    assertThat(port.portal().loadBalancer())
        .isEqualTo(new Portal.LoadBalancer(List.of("198.51.100.1"), List.of("10.0.0.0/8")));
  }
}
