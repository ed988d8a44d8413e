package dev.podo.apiserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointConditions;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceAddressesTest {
  private final TestServer server = TestServer.inProcess();
  private final ServiceAddresses addresses =
      new ServiceAddresses(new ObjectStore(server.store()), new Random(1));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void findsReadyEndpointsByTheNameOfThePort() {
    service("web", "hook");
    slice("web-1", "web", "hook", 8443, true, "10.1.0.1", "10.1.0.2");
    slice("web-2", "web", "hook", 9443, true, "10.1.0.3");
    slice("web-3", "web", "hook", 8443, false, "10.1.0.4");
    slice("web-4", "web", "other", 8443, true, "10.1.0.5");
    slice("other-1", "other", "hook", 8443, true, "10.1.0.6");
    assertThat(addresses.of("default", "web", 443))
        .containsExactlyInAnyOrder(
            new InetSocketAddress("10.1.0.1", 8443),
            new InetSocketAddress("10.1.0.2", 8443),
            new InetSocketAddress("10.1.0.3", 9443));
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> addresses.of("default", "web", 443))
        .hasMessage("services \"web\" not found");
    service("web", "hook");
    assertThatThrownBy(() -> addresses.of("default", "web", 8443))
        .hasMessage("no service port 8443 found for service \"web\"");
    assertThatThrownBy(() -> addresses.of("default", "web", 443))
        .hasMessage("no endpoints available for service \"web\"");
  }

  @Test
  void leavesExternalNamesToTheResolver() {
    create(
        Service.builder()
            .metadata(meta("far"))
            .spec(
                Service.EMPTY
                    .spec()
                    .with(s -> s.type("ExternalName").externalName("hooks.example.com")))
            .build());
    assertThat(addresses.of("default", "far", 443))
        .containsExactly(InetSocketAddress.createUnresolved("hooks.example.com", 443));
  }

  private void service(String name, String portName) {
    var port =
        ServicePort.builder()
            .name(portName)
            .port(443)
            .protocol("TCP")
            .targetPort(IntOrString.of(8443))
            .build();
    create(
        Service.builder()
            .metadata(meta(name))
            .spec(Service.EMPTY.spec().with(s -> s.ports(List.of(port))))
            .build());
  }

  private void create(Service service) {
    server.admin().create(Services.KIND, service, WriteOptions.defaults());
  }

  private void slice(
      String name, String service, String portName, int port, boolean ready, String... hosts) {
    var endpoints =
        List.of(hosts).stream()
            .map(host ->
                Endpoint.builder()
                    .addresses(List.of(host))
                    .conditions(EndpointConditions.builder().ready(ready).build())
                    .build())
            .toList();
    var slice =
        EndpointSlice.builder()
            .metadata(meta(name).with(m -> m.labels(Map.of("kubernetes.io/service-name", service))))
            .addressType("IPv4")
            .endpoints(endpoints)
            .ports(
                List.of(EndpointPort.builder().name(portName).port(port).protocol("TCP").build()))
            .build();
    server.admin().create(EndpointSlices.KIND, slice, WriteOptions.defaults());
  }

  private static ObjectMeta meta(String name) {
    return ObjectMeta.builder().namespace("default").name(name).build();
  }
}
