package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.authn.TokenAuthenticator;
import dev.podo.apiserver.http.HttpRequest;

/// The WebSocket subprotocol of a watch: the first that the client offers, whatever it is.
final class Subprotocols {
  private Subprotocols() {}

  static String firstOf(HttpRequest request) {
    for (var header : request.headers().all("Sec-WebSocket-Protocol")) {
      for (var part : header.split(",")) {
        var offered = part.trim();
        if (!offered.isEmpty() && !offered.startsWith(TokenAuthenticator.SUBPROTOCOL_PREFIX)) {
          return offered;
        }
      }
    }
    return "";
  }
}
