package dev.podo.apiserver.relay;

import dev.podo.apiserver.authn.TokenAuthenticator;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which headers of a request go on to another server. Credentials never do: they are for this
/// server, and whoever gets them could act as the client.
public final class Forwarding {
  private Forwarding() {}

  /// All of them, with what tells of this server.
  ///
  /// @param host whom the other server is to be
  public static List<Header> headers(HttpRequest request, String host) {
    var out = new ArrayList<Header>();
    out.add(new Header("Host", host));
    var cookies = new ArrayList<String>();
    var from = new ArrayList<String>();
    for (var header : Hops.without(all(request))) {
      var name = header.name().toLowerCase(Locale.ROOT);
      switch (name) {
        case "cookie" -> cookies.add(header.value()); // HTTP/2 has them in pieces.
        case "x-forwarded-for" -> from.add(header.value());
        case "sec-websocket-protocol" -> addProtocols(header, out);
        default -> {
          if (!isForThisServer(name)) {
            out.add(header);
          }
        }
      }
    }
    if (!cookies.isEmpty()) {
      out.add(new Header("Cookie", String.join("; ", cookies)));
    }
    var address = request.peer().address().getAddress();
    if (address != null) {
      from.add(address.getHostAddress());
    }
    if (!from.isEmpty()) {
      out.add(new Header("X-Forwarded-For", String.join(", ", from)));
    }
    var own = request.headers().first("Host");
    if (!own.isEmpty()) {
      out.add(new Header("X-Forwarded-Host", own));
    }
    out.add(new Header("X-Forwarded-Proto", "https"));
    out.add(new Header("X-Forwarded-Uri", request.rawPath()));
    addConnection(request, out);
    return out;
  }

  /// A connection leaves HTTP if the client asks to.
  private static void addConnection(HttpRequest request, List<Header> out) {
    var protocols = request.headers().all("Upgrade");
    if (request.asksForUpgrade() && !protocols.isEmpty()) {
      out.add(new Header("Connection", "Upgrade"));
      out.add(new Header("Upgrade", String.join(", ", protocols)));
    }
  }

  private static List<Header> all(HttpRequest request) {
    return request.headers().entries().stream()
        .map(entry -> new Header(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static boolean isForThisServer(String name) {
    return name.startsWith("impersonate-")
        || name.startsWith("x-http2-")
        || switch (name) {
          case "authorization",
              "content-length",
              "expect",
              "host",
              "http2-settings",
              "x-forwarded-host",
              "x-forwarded-proto",
              "x-forwarded-uri" ->
              true;
          default -> false;
        };
  }

  /// A browser can bring its token in no other way.
  private static void addProtocols(Header header, List<Header> out) {
    var rest =
        Stream.of(header.value().split(","))
            .map(String::strip)
            .filter(it -> !it.startsWith(TokenAuthenticator.SUBPROTOCOL_PREFIX))
            .collect(Collectors.joining(", "));
    if (!rest.isEmpty()) {
      out.add(new Header(header.name(), rest));
    }
  }
}
