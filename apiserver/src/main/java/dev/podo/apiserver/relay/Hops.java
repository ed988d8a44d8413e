package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.Header;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Headers that are meant for the next hop only (RFC 9110, 7.6.1).
final class Hops {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Hops() {}

  /// What a header `Connection` says, in lower case.
  static Set<String> named(List<Header> headers) {
    var named = new TreeSet<String>();
    for (var header : headers) {
      if (header.name().equalsIgnoreCase("connection")) {
        for (var token : header.value().split(",")) {
          named.add(token.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return named;
  }

  static List<Header> without(List<Header> headers) {
    var named = named(headers);
    return headers.stream()
        .filter(header -> {
          var name = header.name().toLowerCase(Locale.ROOT);
          return !ALWAYS.contains(name) && !named.contains(name);
        })
        .toList();
  }
}
