package dev.podo.program.demo.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `GET /api/entries`: a greeting, then the entries. `POST /api/entries`: adds the body as one.
final class EntriesApi implements HttpHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI store;
  private final String password;
  private final Path greeting;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  EntriesApi(URI store, String password, Path greeting) {
    this.store = store;
    this.password = password;
    this.greeting = greeting;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (HttpTimeoutException | ConnectException e) {
      Reply.text(exchange, 503, "the store does not answer: " + e + "\n");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var request = HttpRequest.newBuilder(store).timeout(PATIENCE).header("X-Password", password);
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        var entries = ask(request.GET().build());
        // Read anew each time: a ConfigMap's change shows without a restart.
        Reply.text(exchange, 200, Files.readString(greeting).strip() + "\n" + entries + "\n");
      }
      case "POST" -> {
        ask(
            request
                .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readNBytes(1_000)))
                .build());
        Reply.text(exchange, 201, "added\n");
      }
      default -> Reply.text(exchange, 405, "GET or POST\n");
    }
  }

  private String ask(HttpRequest request) throws IOException {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException("the store answers " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
