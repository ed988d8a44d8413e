package dev.podo.apiserver.proxy;

import static dev.podo.apiserver.Objects.meta;
import static dev.podo.apiserver.Objects.node;
import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.service;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.webhook.FakeWebhook;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.store.Commit;
import dev.podo.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyingTest {
  private static final String PODS = "/api/v1/namespaces/default/pods/";
  private static final String SERVICES = "/api/v1/namespaces/default/services/";

  private static TestServer server;
  private static TestClient client;
  private static TestClient modern;
  private static Backend backend;
  private static FakeWebhook secured;

  @BeforeAll
  static void start() throws Exception {
    backend = Backend.start();
    secured = FakeWebhook.start("a.name.of.its.own");
    server = start(AddressRule.ANY);
    client = TestClient.admin(server);
    modern = TestClient.admin(server, HttpClient.Version.HTTP_2);
    createPod(server, "web");
    var api = server.admin();
    api.create(Services.KIND, service("front", "ClusterIP", 80, 81, 443), WriteOptions.defaults());
    api.create(Services.KIND, service("empty", "ClusterIP", 80), WriteOptions.defaults());
    keep(server, slice(backend.port(), secured.port()));
    api.create(Nodes.KIND, node("node-1"), WriteOptions.defaults());
  }

  static TestServer start(AddressRule rule) {
    var config = ApiServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return TestServer.start(
        config.withProxied(rule),
        StoreConfig.DEFAULT,
        name -> {
          if (!name.equals("node-1")) {
            throw ApiErrors.serviceUnavailable("no agent of " + name);
          }
          return new AgentWithApi();
        });
  }

  static void createPod(TestServer in, String name) {
    var api = in.admin();
    api.create(ServiceAccounts.KIND, serviceAccount("default", "default"), WriteOptions.defaults());
    var created = api.create(Pods.KIND, pod(name), WriteOptions.defaults());
    var ip = "127.0.0.1";
    api.updateStatus(
        Pods.KIND,
        created.withStatus(
            PodStatus.builder()
                .phase("Running")
                .podIP(ip)
                .podIPs(List.of(PodIP.builder().ip(ip).build()))
                .build()),
        WriteOptions.defaults());
  }

  /// Past validation, which wants no endpoint on the loopback.
  static void keep(TestServer in, EndpointSlice slice) throws Exception {
    var key = ObjectStore.key(EndpointSlices.KIND, "default", slice.metadata().name());
    var stored = new Stored(slice.withMetadata(slice.metadata().with(m -> m.uid("1"))));
    in.store()
        .commit(Commit.create(key, stored), Deadline.after(Clock.system(), Duration.ofSeconds(60)));
  }

  /// @param ports of those behind `p80` and `p443`
  static EndpointSlice slice(int... ports) {
    var pod = ObjectReference.builder().kind("Pod").namespace("default").name("web").build();
    var nobody = ObjectReference.builder().kind("Pod").namespace("default").name("no").build();
    return EndpointSlice.builder()
        .metadata(
            meta("default", "front-1")
                .with(b -> b.labels(Map.of("kubernetes.io/service-name", "front"))))
        .addressType("IPv4")
        .endpoints(
            List.of(
                Endpoint.builder().addresses(List.of("10.9.9.9")).build(),
                Endpoint.builder().addresses(List.of("10.9.9.8")).targetRef(nobody).build(),
                Endpoint.builder().addresses(List.of("127.0.0.1")).targetRef(pod).build()))
        .ports(
            List.of(
                EndpointPort.builder().name("p80").port(ports[0]).build(),
                EndpointPort.builder().name("p443").port(ports[1]).build()))
        .build();
  }

  @AfterAll
  static void stop() {
    modern.close();
    client.close();
    server.close();
    backend.close();
    secured.close();
  }

  private static String web(String path) {
    return PODS + "web:" + backend.port() + "/proxy" + path;
  }

  private static HttpRequest.Builder with(String method, String path) {
    var publisher =
        List.of("GET", "HEAD", "OPTIONS").contains(method)
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString("asked by " + method);
    return client.request(path).method(method, publisher);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"})
  void handsOnAnyMethodWithPathQueryAndBodyAsTheyCame(String method) {
    var path = "/some//path/with%2Fslash/" + method + "?method=" + method + "&x=a+b%20c";

    for (var each : List.of(web(path), SERVICES + "http:front:p80/proxy" + path)) {
      var reply = client.send(with(method, each));

      assertThat(reply.statusCode()).isEqualTo(200);
      var expected = method.equals("GET") || method.equals("OPTIONS") ? "" : "asked by " + method;
      assertThat(reply.body()).isEqualTo(method + " " + path + " " + expected);
    }
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() {
    var reply = client.send(with("HEAD", web("/length")));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Length")).contains("12345");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void servesHttp2AsWell() {
    var reply = modern.send(modern.request(web("/two")).header("Cookie", "a=b"));

    assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(reply.body()).isEqualTo("GET /two ");
    assertThat(backend.lastHeaders()).containsEntry("Cookie", List.of("a=b"));
    assertThat(backend.lastHeaders().keySet()).noneMatch(name -> name.startsWith("X-Http2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void redirectsToTheSlash(String method) {
    var reply = client.send(with(method, web("?a=b")));

    assertThat(reply.statusCode()).isEqualTo(301);
    assertThat(reply.headers().firstValue("Location")).contains(web("/?a=b"));
    assertThat(client.send(with("POST", web(""))).body()).isEqualTo("POST / asked by POST");
  }

  @Test
  void keepsCredentialsAndWhatIsForThisHopOnly() {
    var request =
        client
            .request(web("/x"))
            .header("Impersonate-User", "admin")
            .header("Impersonate-Group", UserInfo.MASTERS)
            .header("Proxy-Authorization", "secret")
            .header("X-Own", "kept")
            .header("X-Forwarded-For", "10.1.1.1");

    var reply = client.send(request);
    assertThat(reply.statusCode()).isEqualTo(200);
    // A pod has no say in whose pages may read this server's answers.
    assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

    var got = backend.lastHeaders();
    assertThat(got.keySet())
        .doesNotContain("Authorization", "Impersonate-user", "Proxy-authorization", "Te");
    assertThat(got).containsEntry("X-own", List.of("kept"));
    assertThat(got).containsEntry("X-forwarded-for", List.of("10.1.1.1, 127.0.0.1"));
    assertThat(got).containsEntry("X-forwarded-uri", List.of(web("/x")));
    assertThat(got).containsEntry("X-forwarded-proto", List.of("https"));
  }

  /// RFC 9110, 7.6.1.
  @Test
  void keepsWhatAConnectionNamesAsItsOwnBothWays() throws Exception {
    try (var own = new Origin();
        var raw = RawClient.admin(server)) {
      raw.send(
          RawClient.head(
              "GET",
              PODS + "web:" + own.port() + "/proxy/hops",
              "Connection: keep-alive, x-HOP",
              "X-Hop: 1",
              "Connection: X-Other",
              "X-Other: 2",
              "Keep-Alive: timeout=5",
              "X-Own: kept"));

      assertThat(raw.readHead())
          .startsWith("HTTP/1.1 200")
          .contains("X-Own: kept")
          .doesNotContainIgnoringCase("x-hop");
      assertThat(own.lastHeaders())
          .containsEntry("x-own", "kept")
          .doesNotContainKeys("connection", "x-hop", "x-other", "keep-alive");
    }
  }

  @Test
  void sendsClientsBackThroughTheProxy() {
    var reply = client.get(web("/redirect?to=/login%3Fa=b"));
    assertThat(reply.statusCode()).isEqualTo(302);
    assertThat(reply.headers().firstValue("Location")).contains(web("/login?a=b"));

    var own = "http://127.0.0.1:" + backend.port() + "/login";
    assertThat(client.get(web("/redirect?to=" + own)).headers().firstValue("Location"))
        .contains(web("/login"));
    assertThat(
            client.get(web("/redirect?to=https://example.com/")).headers().firstValue("Location"))
        .contains("https://example.com/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gzip", "deflate"})
  void changesTheLinksOfPages(String packed) {
    var reply = client.get(web("/page?packed=" + packed));

    assertThat(reply.body())
        .isEqualTo("<a href=\"" + web("/kubelet") + "\">kubelet</a>")
        .isEqualTo(client.get(web("/page?packed=" + packed)).body());
    assertThat(reply.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(client.get(web("/packed")).headers().firstValue("Content-Encoding"))
        .contains("gzip");
  }

  @Test
  void findsServicesByNameAndNumberOfTheirPorts() {
    assertThat(client.get(SERVICES + "front:80/proxy/a").body()).isEqualTo("GET /a ");
    assertThat(client.get(SERVICES + "front:p80/proxy/a").body()).isEqualTo("GET /a ");
    assertThat(client.get(SERVICES + "front:p81/proxy/a").body())
        .contains("no endpoints available for service \\\"front\\\"");
    assertThat(client.get(SERVICES + "front:99/proxy/a").body())
        .contains("no service port 99 found for service \\\"front\\\"");
    var empty = client.get(SERVICES + "empty:80/proxy/a");
    assertThat(empty.statusCode()).isEqualTo(503);
    assertThat(empty.body()).contains("no endpoints available for service \\\"empty\\\"");
    assertThat(client.get(SERVICES + "missing/proxy/a").statusCode()).isEqualTo(404);
    assertThat(client.get(SERVICES + "ftp:front:80/proxy/a").body())
        .contains("invalid service request \\\"ftp:front:80\\\"");
  }

  @Test
  void speaksTlsWhereItIsAskedTo() {
    for (var path :
        List.of(
            PODS + "https:web:" + secured.port() + "/proxy/",
            SERVICES + "https:front:443/proxy/",
            SERVICES + "https:front:p443/proxy/")) {
      assertThat(client.post(path, "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void saysWhyAPodDoesNotAnswer() throws IOException {
    try (var taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // nobody listens
      var port = taken.getLocalPort();
      var refused = client.get(PODS + "web:" + port + "/proxy/");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body())
          .contains(
              "\"error trying to reach service: dial tcp 127.0.0.1:"
                  + port
                  + ": connect: connection refused\"",
              "\"reason\":\"ServiceUnavailable\"");
    }
    assertThat(client.get(web("/nonsense")).body())
        .contains("error trying to reach service: malformed HTTP response");
    assertThat(client.get(PODS + "missing:80/proxy/").statusCode()).isEqualTo(404);
  }

  @Test
  void mayNotBeUsedToReachTheHostItself() {
    try (var careful = start(AddressRule.GLOBAL_UNICAST);
        var outsider = TestClient.admin(careful)) {
      createPod(careful, "web");
      var reply = outsider.get(web("/"));

      assertThat(reply.statusCode()).isEqualTo(400);
      assertThat(reply.body()).contains("\"address not allowed\"");
    }
  }

  @Test
  void mayNotBeUsedByEverybody() {
    try (var nobody = TestClient.nobody(server)) {
      assertThat(nobody.get(web("/")).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void asksTheAgentsOfNodes() {
    var healthy = client.get("/api/v1/nodes/node-1/proxy/healthz");
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(healthy.body()).isEqualTo("ok");
    assertThat(client.get("/api/v1/nodes/node-1:10250/proxy/healthz").body()).isEqualTo("ok");
    assertThat(client.get("/api/v1/nodes/node-1/proxy/no").statusCode()).isEqualTo(404);
    assertThat(client.get("/api/v1/nodes/missing/proxy/healthz").statusCode()).isEqualTo(404);
    assertThat(client.send(with("POST", "/api/v1/nodes/node-1/proxy/healthz")).statusCode())
        .isEqualTo(405);
  }

  @Test
  void passesOnWhatComesAsItComes() throws IOException {
    try (var body = client.open(client.request(web("/pieces"))).body()) {
      for (var piece = 0; piece < 5; piece++) {
        assertThat(body.readNBytes(8))
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("piece " + piece + "\n");
        backend.sendAnother();
      }
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void aSlowReaderSlowsThePodDown() throws IOException {
    var read = 0L;
    var buffer = new byte[64 << 10];
    try (var body = client.open(client.request(web("/large"))).body()) {
      for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        read += n;
        // What is on the way is in sockets and small buffers.
        assertThat(backend.written() - read).isLessThan(48 << 20);
      }
    }
    assertThat(read).isEqualTo(Backend.LARGE);
  }

  @Test
  void goesOnInTheProtocolThatThePodAgreesTo() throws Exception {
    try (var socket = new EchoSocket()) {
      var path = PODS + "web:" + socket.port() + "/proxy/chat?room=1";
      var said = new StringBuilder();
      var echo = new Semaphore(0);
      var webSocket =
          client.webSocket(
              path,
              new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                  said.append(text);
                  from.request(1);
                  echo.release();
                  return null;
                }
              },
              "chat.example");
      for (var word : List.of("one ", "two ", "three")) {
        webSocket.sendText(word, true).join();
        assertThat(echo.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(said).hasToString("one two three");
      assertThat(webSocket.getSubprotocol()).isEqualTo("chat.example");
      assertThat(socket.target()).isEqualTo("/chat?room=1");
      webSocket.abort();
      assertThat(socket.awaitEnd()).isTrue();
    }
  }

  @Test
  void tellsThePodThatTheClientHasGone() throws Exception {
    var body = client.open(client.request(web("/endless"))).body();
    assertThat(body.read()).isNotNegative();

    body.close();

    assertThat(backend.awaitGone()).isTrue();
  }

  @Test
  void theClientSeesThatABodyIsNotWhole() {
    assertThat(client.get(web("/length")).body()).hasSize(12345);
    var cut = client.open(client.request(web("/cut")));
    assertThat(catchThrowable(() -> cut.body().readAllBytes())).isInstanceOf(IOException.class);
  }
}
