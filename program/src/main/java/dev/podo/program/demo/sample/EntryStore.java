package dev.podo.program.demo.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps the last entries, for those who know the password.
final class EntryStore implements HttpHandler {
  private static final int ENTRIES_MAX = 1_000;
  private static final int ENTRY_BYTES_MAX = 1_000;

  private final byte[] password;
  private final Deque<String> entries = new ArrayDeque<>();

  EntryStore(String password) {
    this.password = password.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    var given = exchange.getRequestHeaders().getFirst("X-Password");
    if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), password)) {
      Reply.text(exchange, 401, "wrong password\n");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> Reply.text(exchange, 200, all());
      case "POST" -> {
        var body = exchange.getRequestBody().readNBytes(ENTRY_BYTES_MAX);
        add(new String(body, StandardCharsets.UTF_8).replace('\n', ' '));
        Reply.text(exchange, 201, "");
      }
      default -> Reply.text(exchange, 405, "GET or POST\n");
    }
  }

  private String all() {
    synchronized (entries) {
      return String.join("\n", entries);
    }
  }

  private void add(String entry) {
    synchronized (entries) {
      entries.addFirst(entry);
      if (entries.size() > ENTRIES_MAX) {
        entries.removeLast();
      }
    }
  }
}
