package dev.podo.node.handlers;

import dev.podo.node.handlers.NetworkClient.HttpGet;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a redirect leads: followed only to the host that was asked first, so that nobody can have
/// the node ask others.
final class Redirects {
  static final int MAX = 10;
  private static final List<Integer> CODES = List.of(301, 302, 303, 307, 308);

  private Redirects() {}

  /// @param location as the header says it; "" for none
  /// @return the next request; null when this answer is the last one
  static @Nullable HttpGet next(HttpGet request, int code, String location) {
    if (location.isEmpty() || !CODES.contains(code)) {
      return null;
    }
    try {
      var to = new URI(request.url()).resolve(new URI(location));
      return request.host().equals(to.getHost()) ? to(request, to, location) : null;
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private static @Nullable HttpGet to(HttpGet request, URI to, String location) {
    var https = "https".equals(to.getScheme());
    if (!https && !"http".equals(to.getScheme())) {
      return null;
    }
    var port = to.getPort() >= 0 ? to.getPort() : https ? 443 : 80;
    var path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    var query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    var isRelative = !location.contains("://");
    // A name of its own belongs to the URL that it was given with.
    var headers =
        isRelative
            ? request.headers()
            : request.headers().stream().filter(each -> !isHost(each)).toList();
    return new HttpGet(https ? "HTTPS" : "HTTP", to.getHost(), port, path + query, headers);
  }

  private static boolean isHost(NetworkClient.Header header) {
    return header.name().equalsIgnoreCase("Host");
  }
}
