package dev.podo.program.demo.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// An HTTP server that stops without breaking anything off: told to stop it goes on serving for a
/// moment, because those who send to it need to hear of it, asks each client to open no further
/// request on its connection, and finishes what it has begun.
final class DrainingServer {
  private static final int GO_ON_MILLIS = 2_000;
  private static final int FINISH_SECONDS = 10;

  private final HttpServer server;
  private volatile boolean stopping;

  DrainingServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/healthz", exchange -> Reply.text(exchange, 200, "ok\n"));
    server.createContext(
        "/readyz",
        exchange -> Reply.text(exchange, stopping ? 503 : 200, stopping ? "stopping\n" : "ok\n"));
  }

  void route(String path, HttpHandler handler) {
    server.createContext(path, exchange -> handle(exchange, handler));
  }

  private void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
    if (stopping) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    try {
      handler.handle(exchange);
    } catch (RuntimeException e) {
      Reply.text(exchange, 500, e + "\n");
    }
  }

  void start() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::drain));
    server.start();
  }

  private void drain() {
    stopping = true;
    System.out.println("told to stop: finishing what has begun");
    try {
      Thread.sleep(GO_ON_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(FINISH_SECONDS);
  }
}
