package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.podo.apiserver.pki.CertificateAuthority;
import dev.podo.apiserver.pki.Subject;
import dev.podo.clients.cluster.Kubectls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What kubectl asks through the API server: of nodes, of pods, and of a server that extends the
/// API.
@Tag("e2e")
class ProxiesTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: "example.com/web:1", ports: [{containerPort: 80}]}]}
      """;
  private static final String ROOT = "/apis/wardle.example.com/v1alpha1";
  private static final String RESOURCES =
      """
      {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"wardle.example.com/v1alpha1",
      "resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder",
      "shortNames":["fl"],"verbs":["get","list"]}]}\
      """;
  private static final String LIST =
      """
      {"kind":"FlunderList","apiVersion":"wardle.example.com/v1alpha1",
      "metadata":{"resourceVersion":"1"},"items":[{"kind":"Flunder",
      "apiVersion":"wardle.example.com/v1alpha1","metadata":{"name":"one"}}]}\
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  @TempDir static Path home;

  @BeforeAll
  static void needsKubectl() {
    Kubectls.assumeKubectl();
  }

  private static Kubectl in(String namespace) {
    return Kubectl.in(CLUSTER, home, namespace);
  }

  private static String node() {
    return in("nodes").run("get", "nodes", "--output=jsonpath={.items[0].metadata.name}");
  }

  @Test
  void leadToAgentsAndSimulatedPods() throws IOException, InterruptedException {
    var kubectl = in("proxies");
    var healthz = "/api/v1/nodes/" + node() + "/proxy/healthz";
    assertThat(kubectl.run("get", "--raw", healthz)).isEqualTo("ok");

    kubectl.runWith(POD, "create", "-f", "-");
    kubectl.run("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
    assertThat(kubectl.run("get", "--raw", "/api/v1/namespaces/proxies/pods/web/proxy/")).isEmpty();

    try (var proxy = kubectl.start("proxy", "--port=0");
        var client = HttpClient.newHttpClient()) {
      var address = proxy.firstLine().replaceFirst(".*Starting to serve on ", "").strip();
      var request =
          HttpRequest.newBuilder(URI.create("http://" + address + healthz))
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
    }
  }

  @Test
  void leadToServersThatExtendTheApi() throws Exception {
    var server = startServer();
    try {
      var kubectl = in("extension");
      kubectl.runWith(extension(server.getAddress().getPort()), "create", "-f", "-");
      kubectl.run(
          "wait",
          "--for=condition=Available",
          "apiservice/v1alpha1.wardle.example.com",
          "--timeout=60s");

      assertThat(kubectl.run("api-resources", "--api-group=wardle.example.com"))
          .contains("flunders", "fl", "Flunder");
      assertThat(kubectl.run("get", "--raw", ROOT + "/flunders")).contains("FlunderList");
      assertThat(kubectl.run("get", "fl", "--output=name"))
          .contains("flunder.wardle.example.com/one");
    } finally {
      server.stop(0);
      CLUSTER
          .rest()
          .delete("/apis/apiregistration.k8s.io/v1/apiservices/v1alpha1.wardle.example.com");
    }
  }

  private static String extension(int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: sample}
    spec: {type: ExternalName, externalName: localhost, ports: [{port: %1$d}]}
    ---
    apiVersion: apiregistration.k8s.io/v1
    kind: APIService
    metadata: {name: v1alpha1.wardle.example.com}
    spec:
      group: wardle.example.com
      version: v1alpha1
      groupPriorityMinimum: 2000
      versionPriority: 200
      insecureSkipTLSVerify: true
      service: {namespace: extension, name: sample, port: %1$d}
    """
        .formatted(port);
  }

  private static HttpsServer startServer() throws IOException, GeneralSecurityException {
    var random = new SecureRandom();
    var authority = CertificateAuthority.create(random, Instant.now());
    var own = authority.issue(Subject.server("sample", List.of("sample")), Instant.now());
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("key", own.key(), new char[0], new Certificate[] {own.certificate()});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, random);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = path.equals(ROOT) ? RESOURCES : path.endsWith("/flunders") ? LIST : "{}";
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(body.equals("{}") ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    return server;
  }
}
