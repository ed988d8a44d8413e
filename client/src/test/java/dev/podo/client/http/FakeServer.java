package dev.podo.client.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.ResourceVersionMatch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/// Just enough of an API server over HTTP: the ConfigMaps of a [FakeApi].
final class FakeServer implements AutoCloseable {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";

  private final FakeApi api;
  private final HttpServer server;
  volatile String lastAuthorization = "";

  FakeServer(FakeApi api) throws IOException {
    this.api = api;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      lastAuthorization = authorization == null ? "" : authorization;
      try {
        dispatch(exchange);
      } catch (ApiException e) {
        reply(exchange, e.code(), e.status());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void dispatch(HttpExchange exchange) throws IOException, InterruptedException {
    var path = exchange.getRequestURI().getPath();
    var query = query(exchange.getRequestURI());
    if (path.equals("/readyz")) {
      text(exchange, 200, "ok");
    } else if (path.equals("/broken")) {
      text(exchange, 502, "the proxy has no server");
    } else if (path.equals(PATH)) {
      collection(exchange, query);
    } else if (path.startsWith(PATH + "/")) {
      object(exchange, path.substring(PATH.length() + 1), query);
    } else {
      text(exchange, 404, "no " + path);
    }
  }

  private void collection(HttpExchange exchange, Map<String, String> query)
      throws IOException, InterruptedException {
    var body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        if (query.containsKey("watch")) {
          watch(exchange, query);
        } else {
          list(exchange, query);
        }
      }
      case "POST" -> reply(exchange, 201, api.create(ConfigMaps.KIND, map(body), options(query)));
      case "DELETE" -> {
        api.deleteCollection(ConfigMaps.KIND, which(query), delete(body));
        reply(exchange, 200, gone());
      }
      default -> throw new AssertionError(exchange.getRequestMethod());
    }
  }

  private void object(HttpExchange exchange, String name, Map<String, String> query)
      throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestMethod()) {
      case "GET" -> reply(exchange, 200, api.get(ConfigMaps.KIND, "default", name));
      case "PUT" -> reply(exchange, 200, api.update(ConfigMaps.KIND, map(body), options(query)));
      case "DELETE" -> {
        var left = api.delete(ConfigMaps.KIND, "default", name, delete(body));
        reply(exchange, 200, left == null ? gone() : left);
      }
      case "PATCH" -> {
        var tree = Json.parse(body);
        var patch =
            switch (exchange.getRequestHeaders().getFirst("Content-Type")) {
              case "application/json-patch+json" -> new Patch.Json(tree);
              case "application/merge-patch+json" -> new Patch.Merge(tree);
              case "application/strategic-merge-patch+json" -> new Patch.Strategic(tree);
              default -> throw new AssertionError();
            };
        reply(
            exchange, 200, api.patch(ConfigMaps.KIND, "default", name, patch, "", options(query)));
      }
      default -> throw new AssertionError(exchange.getRequestMethod());
    }
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    var page = api.list(ConfigMaps.KIND, which(query));
    var metadata =
        ListMeta.builder()
            .resourceVersion(page.resourceVersion())
            .continue_(page.continueToken())
            .build();
    reply(exchange, 200, ConfigMaps.KIND.newList(metadata, page.items()));
  }

  private void watch(HttpExchange exchange, Map<String, String> query)
      throws IOException, InterruptedException {
    var options =
        new WatchOptions(
            "default",
            which(query).labels(),
            which(query).fields(),
            query.getOrDefault("resourceVersion", ""),
            query.containsKey("sendInitialEvents"),
            true,
            null);
    try (var stream = api.watch(ConfigMaps.KIND, options)) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush(); // The client waits for the headers.
      while (!stream.isEnded()) {
        var event = stream.next(Deadline.never());
        if (event != null) {
          line(exchange, event.type().name(), event.object());
        }
      }
    } catch (ApiException e) {
      if (exchange.getResponseCode() < 0) {
        throw e;
      }
      line(exchange, "ERROR", e.status());
    }
  }

  private static void line(HttpExchange exchange, String type, Struct object) throws IOException {
    var event = new LinkedHashMap<String, Object>();
    event.put("type", type);
    event.put("object", Trees.of(object));
    exchange.getResponseBody().write(Json.print(event));
    exchange.getResponseBody().write('\n');
    exchange.getResponseBody().flush();
  }

  private static ListOptions which(Map<String, String> query) {
    return new ListOptions(
        "default",
        LabelPredicate.parse(query.getOrDefault("labelSelector", "")),
        FieldPredicate.parse(query.getOrDefault("fieldSelector", "")),
        Long.parseLong(query.getOrDefault("limit", "0")),
        query.getOrDefault("continue", ""),
        "",
        ResourceVersionMatch.UNSET);
  }

  private static WriteOptions options(Map<String, String> query) {
    return WriteOptions.defaults().withDryRun("All".equals(query.get("dryRun")));
  }

  private static ConfigMap map(byte[] body) {
    return Json.decode(ConfigMap.SCHEMA, body, Strictness.IGNORE).value();
  }

  private static DeleteOptions delete(byte[] body) {
    return body.length == 0
        ? DeleteOptions.EMPTY
        : Json.decode(DeleteOptions.SCHEMA, body, Strictness.IGNORE).value();
  }

  private static Status gone() {
    return Status.builder().apiVersion("v1").kind("Status").status("Success").build();
  }

  private static Map<String, String> query(URI uri) {
    var out = new LinkedHashMap<String, String>();
    var raw = uri.getRawQuery();
    for (var part : raw == null ? new String[0] : raw.split("&")) {
      var at = part.indexOf('=');
      out.put(
          part.substring(0, at), URLDecoder.decode(part.substring(at + 1), StandardCharsets.UTF_8));
    }
    return out;
  }

  private static void reply(HttpExchange exchange, int code, Struct body) throws IOException {
    bytes(exchange, code, Json.encode(body));
  }

  private static void text(HttpExchange exchange, int code, String body) throws IOException {
    bytes(exchange, code, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    api.endWatches();
    server.stop(0);
  }
}
