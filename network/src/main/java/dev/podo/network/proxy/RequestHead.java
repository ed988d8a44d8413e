package dev.podo.network.proxy;

import dev.podo.network.ingress.RequestPath;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the proxy needs to know of a request before it rewrites the headers.
///
/// @param request the client's request; its headers become those sent on
/// @param host lower case, without the port
/// @param path for routing, see [RequestPath]
/// @param body whether a body follows
/// @param framing what the client said of the connection
record RequestHead(
    HttpRequest request,
    String authority,
    String host,
    String path,
    boolean body,
    Framing framing) {

  /// @param keepAlive whether the client's connection serves more requests
  /// @param upgrade whether the client wants to leave HTTP on this connection
  /// @param http10 whether the client knows no chunks
  /// @param http2 whether it came by HTTP/2, as a stream of its own
  /// @param expectsContinue whether the client waits to be told to send its body
  record Framing(
      boolean keepAlive, boolean upgrade, boolean http10, boolean http2, boolean expectsContinue) {}

  /// Thrown away at once: why a request is not served.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static RequestHead of(HttpRequest request, boolean http2) throws Malformed {
    var headers = request.headers();
    if (!isPrintable(request.uri())) {
      throw new Malformed("the request's target has characters that it may not have");
    }
    toOriginForm(request);
    var authority = headers.get(HttpHeaderNames.HOST);
    if (authority == null || authority.isEmpty()) {
      throw new Malformed("the request names no host");
    }
    if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
      throw new Malformed("the request names more than one host");
    }
    var path =
        request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*")
            ? "/"
            : RequestPath.of(request.uri());
    if (path == null) {
      throw new Malformed("the request's path is not valid");
    }
    var chunked = HttpUtil.isTransferEncodingChunked(request);
    var length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    var body = chunked || (length != null && !length.equals("0"));
    var framing =
        new Framing(
            http2 || HttpUtil.isKeepAlive(request),
            !http2 && isUpgrade(request),
            request.protocolVersion().equals(HttpVersion.HTTP_1_0),
            http2,
            HttpUtil.is100ContinueExpected(request));
    return new RequestHead(request, authority, host(authority), path, body, framing);
  }

  HttpMethod method() {
    return request.method();
  }

  /// Whether doing it twice is doing it once (RFC 9110, section 9.2.2).
  boolean isIdempotent() {
    return switch (request.method().name()) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /// HTTP/2 could carry a target with a line break, which HTTP/1.1 would take for a header.
  private static boolean isPrintable(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /// A client may ask a proxy by full address: `GET http://host/path`.
  private static void toOriginForm(HttpRequest request) {
    var uri = request.uri();
    var scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
    if (scheme < 0) {
      return;
    }
    var slash = uri.indexOf('/', scheme + 3);
    var authority = slash < 0 ? uri.substring(scheme + 3) : uri.substring(scheme + 3, slash);
    request.setUri(slash < 0 ? "/" : uri.substring(slash));
    request.headers().set(HttpHeaderNames.HOST, authority);
  }

  private static boolean isUpgrade(HttpRequest request) {
    var headers = request.headers();
    return headers.contains(HttpHeaderNames.UPGRADE)
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && !HttpUtil.isTransferEncodingChunked(request);
  }

  private static String host(String authority) {
    var end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    var name = end > 0 ? authority.substring(0, end) : authority;
    return isLowerCase(name) ? name : name.toLowerCase(Locale.ROOT);
  }

  private static boolean isLowerCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
        return false;
      }
    }
    return true;
  }

  /// The port in the authority, if the client wrote one.
  @Nullable String port() {
    var colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(colon + 1) : null;
  }
}
