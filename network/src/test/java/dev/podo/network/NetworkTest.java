package dev.podo.network;

import static dev.podo.network.Manifest.ingress;
import static dev.podo.network.Manifest.service;
import static dev.podo.network.Manifest.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.network.FakeDataplane.Outcome;
import dev.podo.network.dns.DnsConfig;
import dev.podo.network.proxy.ProxyConfig;
import dev.podo.network.services.NodePlace;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole network of a node, from objects to connections.
final class NetworkTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);
  private final FakeDataplane dataplane = new FakeDataplane();

  @AfterEach
  void stop() {
    scope.close();
  }

  private static NetworkConfig config(InetSocketAddress http) {
    var network = new ServiceNetwork("192.0.2.1", "10.244.0.0/16", "10.96.0.0/16");
    return new NetworkConfig(
        new NodePlace("node-1", network),
        Optional.of(DnsConfig.of("cluster.local", "10.96.0.10", ANY, List.of())),
        Optional.of(ProxyConfig.of(http, ANY, 1)),
        "192.0.2.1",
        Transport.nio());
  }

  private Network start() throws IOException {
    return Network.start(config(ANY), api, informers, dataplane, scope);
  }

  private <T extends ApiObject> void create(Kind<T> kind, T object) {
    api.create(kind, object, WriteOptions.defaults());
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).as("too late").isFalse();
      Thread.onSpinWait();
    }
  }

  private void createWeb() {
    create(
        Services.KIND,
        service(
            """
            metadata: {name: web, namespace: default}
            spec: {type: ClusterIP, clusterIP: 10.96.0.7, ports: [{name: http, port: 80, targetPort: 8080}]}
            """));
  }

  private static EndpointSlice endpoints(String ip, int port) {
    return slice(
        """
        metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: %d}]
        endpoints: [{addresses: [%s], conditions: {ready: true}}]
        """
            .formatted(port, ip));
  }

  private Outcome connect() {
    return dataplane.connect("10.244.0.9", "10.96.0.7", 80);
  }

  private static Outcome reached(String ip) {
    return new Outcome.Reached(new ServiceEndpoint(ip, 8080, false));
  }

  @Test
  void keepsTheDataplaneAtWhatTheObjectsSay() throws Exception {
    createWeb();
    var network = start();
    until(network::isReady);
    until(() -> connect().equals(new Outcome.Refused()));
    create(EndpointSlices.KIND, endpoints("10.244.0.2", 8080));
    until(() -> connect().equals(reached("10.244.0.2")));
    api.update(EndpointSlices.KIND, endpoints("10.244.0.3", 8080), WriteOptions.defaults());
    until(() -> connect().equals(reached("10.244.0.3")));
    api.delete(Services.KIND, "default", "web", DeleteOptions.EMPTY);
    until(() -> connect().equals(new Outcome.Untouched()));
  }

  @Test
  void leadsTheDnsAddressToThisProcess() throws Exception {
    var network = start();
    until(network::isReady);
    var port = network.dnsAddress().orElseThrow().getPort();
    assertThat(dataplane.connect("10.244.0.9", "10.96.0.10", 53))
        .isEqualTo(new Outcome.Reached(new ServiceEndpoint("127.0.0.1", port, true)));
  }

  private boolean isKnown(int port) {
    var slices = api.list(EndpointSlices.KIND, ListOptions.in("kube-system")).items();
    return slices.stream()
        .anyMatch(s ->
            s.metadata().name().equals("kube-dns")
                && s.metadata().labels().get("kubernetes.io/service-name").equals("kube-dns")
                && s.endpoints().getFirst().addresses().equals(List.of("127.0.0.1"))
                && s.ports().stream()
                    .map(p -> p.name() + " " + p.protocol() + " " + p.port())
                    .toList()
                    .equals(List.of("dns UDP " + port, "dns-tcp TCP " + port)));
  }

  @Test
  void makesTheDnsKnownAsAServiceAndAgainWhenItIsDeleted() throws Exception {
    var port = start().dnsAddress().orElseThrow().getPort();
    until(() -> isKnown(port));
    var service = api.get(Services.KIND, "kube-system", "kube-dns");
    assertThat(service.metadata().labels())
        .containsEntry("k8s-app", "kube-dns")
        .containsEntry("kubernetes.io/cluster-service", "true")
        .containsEntry("kubernetes.io/name", "CoreDNS");
    assertThat(service.spec().clusterIP()).isEqualTo("10.96.0.10");
    assertThat(service.spec().selector()).isEmpty();
    assertThat(service.spec().ports())
        .extracting(p -> p.name() + " " + p.protocol() + " " + p.port())
        .containsExactly("dns UDP 53", "dns-tcp TCP 53");

    informers.of(EndpointSlices.KIND).awaitSynced(Deadline.never());
    until(
        () -> informers.of(EndpointSlices.KIND).snapshot().get("kube-system", "kube-dns") != null);
    api.delete(EndpointSlices.KIND, "kube-system", "kube-dns", DeleteOptions.EMPTY);
    until(() -> isKnown(port));
  }

  @Test
  void triesAgainWhatTheHostRefused() throws Exception {
    dataplane.failWith(Optional.of("no nftables"));
    createWeb();
    var network = start();
    assertThat(network.isReady()).isFalse();
    dataplane.failWith(Optional.empty());
    until(network::isReady);
    until(() -> connect().equals(new Outcome.Refused()));
  }

  @Test
  void tellsTheOwnerOfAServiceWhatIsNotServed() throws Exception {
    create(
        Services.KIND,
        service(
            """
            metadata: {name: web, namespace: default, uid: u-1}
            spec: {type: LoadBalancer, clusterIP: 10.96.0.7, healthCheckNodePort: 30200, ports: [{port: 80}]}
            """));
    start();
    until(() ->
        api.list(Events.KIND, ListOptions.all()).items().stream()
            .anyMatch(event -> event.message().contains("healthCheckNodePort")));
  }

  @Test
  void setsUpAgainWhatSomethingElseUndid() throws Exception {
    createWeb();
    create(EndpointSlices.KIND, endpoints("10.244.0.2", 8080));
    var network = start();
    until(network::isReady);
    until(() -> connect().equals(reached("10.244.0.2")));
    dataplane.lose();
    until(() -> connect().equals(reached("10.244.0.2")));
  }

  @Test
  void servesAnIngressAndSaysWhere() throws Exception {
    try (var backend = new TinyServer("hello")) {
      var network = start();
      createWeb();
      create(EndpointSlices.KIND, endpoints("127.0.0.1", backend.port()));
      until(() -> !api.list(IngressClasses.KIND, ListOptions.all()).items().isEmpty());
      create(
          Ingresses.KIND,
          ingress(
              """
              metadata: {name: site, namespace: default}
              spec:
                rules:
                - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}
              """));
      var proxy = network.ingress().orElseThrow();
      try (var client = HttpClient.newHttpClient()) {
        var request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.http().getPort() + "/"))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        while (answer.statusCode() != 200) {
          answer = client.send(request, BodyHandlers.ofString());
        }
        assertThat(answer.body()).isEqualTo("hello");
      }
      until(() ->
          api.get(Ingresses.KIND, "default", "site").status().loadBalancer().ingress().stream()
              .anyMatch(ingress -> ingress.ip().equals("192.0.2.1")));
    }
  }

  @Test
  void namesAPortThatIsTaken() throws Exception {
    try (var backend = new TinyServer("here")) {
      var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port());
      assertThatThrownBy(() -> Network.start(config(taken), api, informers, dataplane, scope))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(Integer.toString(backend.port()));
    }
  }
}
