package dev.podo.apiserver.aggregation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.podo.machinery.codec.Json;
import dev.podo.model.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// An API server for one resource, the Flunders of upstream's sample: it takes requests from a
/// front proxy only, and believes it who asks.
final class SampleServer implements AutoCloseable {
  private static final String ROOT = "/apis/wardle.example.com/v1alpha1";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Bytes caBundle;
  private final Map<String, Map<String, Object>> flunders = new ConcurrentSkipListMap<>();
  private volatile Map<String, List<String>> lastHeaders = Map.of();
  private volatile String lastPeer = "";
  private volatile boolean nonsense;

  private SampleServer(HttpsServer server, Bytes caBundle) {
    this.server = server;
    this.caBundle = caBundle;
  }

  /// @param proxies PEM of the authority whose certificates are good here
  static SampleServer start(String host, String proxies) {
    var tls = SampleTls.of(host, proxies);
    try {
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new ForProxies(tls.context()));
      var sample = new SampleServer(server, tls.caBundle());
      server.setExecutor(sample.threads);
      server.createContext("/", sample::handle);
      server.start();
      return sample;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class ForProxies extends HttpsConfigurator {
    ForProxies(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      var tls = getSSLContext().getDefaultSSLParameters();
      tls.setNeedClientAuth(true);
      parameters.setSSLParameters(tls);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange instanceof HttpsExchange secure) {
        lastPeer = secure.getSSLSession().getPeerPrincipal().getName();
      }
      var path = exchange.getRequestURI().getPath();
      switch (path) {
        case ROOT -> reply(exchange, 200, resources());
        case "/openapi/v3" -> reply(exchange, 200, index());
        case "/openapi/v3" + ROOT -> reply(exchange, 200, document());
        case "/openapi/v2" -> swagger(exchange);
        case ROOT + "/elsewhere" -> {
          exchange.getResponseHeaders().add("Location", "https://example.com/");
          exchange.sendResponseHeaders(302, -1);
        }
        default -> {
          lastHeaders = new TreeMap<>(exchange.getRequestHeaders());
          flunder(exchange, path);
        }
      }
    }
  }

  private static String resources() {
    return """
    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"wardle.example.com/v1alpha1",
    "resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder",
    "shortNames":["fl"],"verbs":["create","delete","get","list"]},
    {"name":"flunders/status","singularName":"","namespaced":true,"kind":"Flunder",
    "verbs":["get"]},
    {"name":"pods/requests","singularName":"","namespaced":true,"kind":"MetricValueList",
    "verbs":["get"]}]}\
    """;
  }

  private static String index() {
    return """
    {"paths":{"apis/wardle.example.com/v1alpha1":
    {"serverRelativeURL":"/openapi/v3/apis/wardle.example.com/v1alpha1?hash=1"}}}\
    """;
  }

  private static String document() {
    return """
    {"openapi":"3.0.0","info":{"title":"sample","version":"0"},
    "paths":{"/apis/wardle.example.com/v1alpha1/flunders":{}},
    "components":{"schemas":{"com.example.Flunder":{"type":"object"}}}}\
    """;
  }

  /// Describes itself by no OpenAPI from now on.
  void talkNonsense() {
    nonsense = true;
  }

  private void swagger(HttpExchange exchange) throws IOException {
    if (nonsense) {
      reply(exchange, 200, "<html>here I am</html>");
      return;
    }
    reply(
        exchange,
        200,
        """
        {"swagger":"2.0","info":{"title":"sample","version":"0"},
        "paths":{"/apis/wardle.example.com/v1alpha1/flunders":{},"/version/":{}},
        "definitions":{"com.example.Flunder":{"type":"object","properties":{
        "metadata":{"$ref":"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"}}},
        "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta":{"type":"object"}}}\
        """);
  }

  /// Answers nothing while the server runs.
  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void flunder(HttpExchange exchange, String path) throws IOException {
    var name = path.substring(path.lastIndexOf('/') + 1);
    switch (exchange.getRequestMethod()) {
      case "POST" -> create(exchange);
      case "DELETE" -> {
        flunders.remove(name);
        reply(exchange, 200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
      }
      default -> {
        if (path.endsWith("/flunders")) {
          reply(exchange, 200, list());
        } else if (name.equals("asleep")) {
          sleep();
        } else if (flunders.containsKey(name)) {
          reply(exchange, 200, new String(Json.print(flunders.get(name)), StandardCharsets.UTF_8));
        } else {
          reply(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404}");
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void create(HttpExchange exchange) throws IOException {
    var body = (Map<String, Object>) Json.parse(exchange.getRequestBody().readAllBytes());
    var name = ((Map<String, Object>) body.get("metadata")).get("name");
    flunders.put(String.valueOf(name), body);
    reply(exchange, 201, new String(Json.print(body), StandardCharsets.UTF_8));
  }

  private String list() {
    var tree = new TreeMap<String, Object>();
    tree.put("kind", "FlunderList");
    tree.put("apiVersion", "wardle.example.com/v1alpha1");
    tree.put("metadata", Map.of("resourceVersion", "1"));
    tree.put("items", new ArrayList<>(flunders.values()));
    return new String(Json.print(tree), StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int code, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  Map<String, List<String>> lastHeaders() {
    return lastHeaders;
  }

  String lastPeer() {
    return lastPeer;
  }

  Bytes caBundle() {
    return caBundle;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
