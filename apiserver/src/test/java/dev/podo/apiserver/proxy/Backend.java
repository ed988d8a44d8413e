package dev.podo.apiserver.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// What listens in a pod: says what it was asked, and behaves badly at some paths.
final class Backend implements AutoCloseable {
  static final long LARGE = 64 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore pieces = new Semaphore(1);
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile Map<String, List<String>> lastHeaders = Map.of();

  private Backend(HttpServer server) {
    this.server = server;
  }

  static Backend start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var backend = new Backend(server);
      server.setExecutor(backend.threads);
      server.createContext("/", backend::handle);
      server.start();
      return backend;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      lastHeaders = new TreeMap<>(exchange.getRequestHeaders());
      var path = exchange.getRequestURI().getRawPath();
      switch (path) {
        case "/length" -> whole(exchange, "text/plain", "x".repeat(12345));
        case "/redirect" -> redirect(exchange);
        case "/page" -> page(exchange);
        case "/packed" -> packed(exchange, "gzip", "text/plain", "plain");
        case "/pieces" -> pieces(exchange);
        case "/large" -> large(exchange);
        case "/endless" -> endless(exchange);
        case "/cut" -> cut(exchange);
        case "/nonsense" -> nonsense(exchange);
        default -> echo(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var text = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body;
    exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
    whole(exchange, "text/plain", text);
  }

  private static void whole(HttpExchange exchange, String type, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    var to = exchange.getRequestURI().getRawQuery().substring("to=".length());
    var location = URLDecoder.decode(to, StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void page(HttpExchange exchange) throws IOException {
    var how = exchange.getRequestURI().getQuery().substring("packed=".length());
    packed(exchange, how, "text/html; charset=utf-8", "<a href=\"/kubelet\">kubelet</a>");
  }

  private static void packed(HttpExchange exchange, String how, String type, String text)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream packing =
        switch (how) {
          case "gzip" -> new GZIPOutputStream(out);
          case "deflate" -> new DeflaterOutputStream(out);
          default -> out;
        }) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    }
    if (!how.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Encoding", how);
    }
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, out.size());
    exchange.getResponseBody().write(out.toByteArray());
  }

  /// Another piece only when the one before has arrived.
  private void pieces(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    for (var piece = 0; piece < 5; piece++) {
      pieces.acquire();
      exchange.getResponseBody().write(("piece " + piece + "\n").getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    }
  }

  void sendAnother() {
    pieces.release();
  }

  private void large(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, LARGE);
    var piece = new byte[64 << 10];
    for (var left = LARGE; left > 0; left -= piece.length) {
      exchange.getResponseBody().write(piece);
      written.addAndGet(piece.length);
    }
  }

  long written() {
    return written.get();
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write(new byte[8 << 10]);
        exchange.getResponseBody().flush();
      }
    } catch (IOException e) {
      gone.countDown();
    }
  }

  boolean awaitGone() throws InterruptedException {
    return gone.await(60, TimeUnit.SECONDS);
  }

  private static void cut(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write(new byte[10]);
    exchange.getResponseBody().flush();
  }

  /// A status line that is none.
  private static void nonsense(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(7, -1);
  }

  Map<String, List<String>> lastHeaders() {
    return lastHeaders;
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
