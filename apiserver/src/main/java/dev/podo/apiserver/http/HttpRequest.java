package dev.podo.apiserver.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/// A request: read to its end, or to where its body begins, see [HttpHandler#streams].
///
/// @param method in capitals
/// @param rawPath the path as it came, still escaped
/// @param content of a request that is read to its end never longer than the limit of the server
public record HttpRequest(
    String method, String rawPath, Query query, Headers headers, RequestBody content, Peer peer) {

  /// Where a request came from.
  ///
  /// @param certificates what the client showed in the handshake, leaf first; possession of the key
  ///   is proven, the chain is not verified
  public record Peer(InetSocketAddress address, List<X509Certificate> certificates) {}

  public static HttpRequest of(String method, String rawPath, Query query) {
    return new HttpRequest(
        method,
        rawPath,
        query,
        new Headers(new DefaultHttpHeaders()),
        RequestBody.EMPTY,
        new Peer(InetSocketAddress.createUnresolved("local", 0), List.of()));
  }

  HttpRequest withContent(RequestBody other) {
    return new HttpRequest(method, rawPath, query, headers, other, peer);
  }

  /// The body of a request that was read to its end.
  public byte[] body() {
    if (content instanceof WholeBody whole) {
      return whole.bytes();
    }
    throw new IllegalStateException("the body of " + rawPath + " is read bit by bit");
  }

  /// Whether the client asks to go on as WebSocket.
  public boolean asksForWebSocket() {
    return containsToken("Upgrade", "websocket");
  }

  /// Whether the client asks to go on in a protocol other than HTTP.
  public boolean asksForUpgrade() {
    return containsToken("Connection", "upgrade");
  }

  /// Whether the client asks to go on in this protocol.
  public boolean asksForUpgradeTo(String protocol) {
    return asksForUpgrade() && containsToken("Upgrade", protocol);
  }

  private boolean containsToken(String header, String token) {
    for (var value : headers.all(header)) {
      for (var part : value.split(",")) {
        if (part.trim().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }
}
