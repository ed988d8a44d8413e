package dev.podo.program.demo.sample;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// Starts the role that its argument names: `web`, `api` or `store`.
public final class Guestbook {
  private static final int PORT = 8080;

  private Guestbook() {}

  public static void main(String[] arguments) throws IOException {
    var role = arguments.length == 0 ? "" : arguments[0];
    var environment = System.getenv();
    var host = environment.getOrDefault("HOSTNAME", "localhost");
    var version = environment.getOrDefault("GUESTBOOK_VERSION", "v0");
    Map<String, HttpHandler> routes =
        switch (role) {
          case "web" -> Map.of("/", new WebPage(host, version));
          case "api" ->
              Map.of(
                  "/api/entries",
                  new EntriesApi(
                      URI.create(environment.getOrDefault("STORE_URL", "http://store/entries")),
                      environment.getOrDefault("STORE_PASSWORD", ""),
                      Path.of(
                          environment.getOrDefault("GREETING_FILE", "/etc/guestbook/greeting"))),
                  "/api/version",
                  exchange -> Reply.text(exchange, 200, version + " on " + host + "\n"));
          case "store" ->
              Map.of("/entries", new EntryStore(environment.getOrDefault("STORE_PASSWORD", "")));
          default -> throw new IllegalArgumentException("usage: guestbook web|api|store");
        };
    var server = new DrainingServer(PORT);
    routes.forEach(server::route);
    server.start();
    System.out.println(role + " " + version + " listens on port " + PORT);
  }
}
