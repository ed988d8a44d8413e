package dev.podo.network.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rewrites headers between client and endpoint: what concerns one connection only (RFC 9110,
/// section 7.6.1) is not passed on, and the endpoint learns who asked.
final class Headers {
  private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
  private static final AsciiString FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString FORWARDED_PORT = AsciiString.cached("x-forwarded-port");
  private static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");

  /// What the HTTP/2 codec adds for our eyes.
  private static final List<AsciiString> HTTP2_EXTENSIONS =
      Stream.of(ExtensionHeaderNames.values()).map(ExtensionHeaderNames::text).toList();

  private Headers() {}

  /// Who asks.
  ///
  /// @param ip the client's address
  /// @param proto `http` or `https`
  /// @param port the port that it connected to
  record Client(String ip, String proto, String port) {}

  static void toUpstream(RequestHead head, Client client, boolean trustForwarded) {
    var headers = head.request().headers();
    var upgrade = head.framing().upgrade() ? headers.get(HttpHeaderNames.UPGRADE) : null;
    removeHopByHop(headers);
    headers.remove(HttpHeaderNames.EXPECT);
    headers.remove(HttpHeaderNames.TE);
    headers.remove(HTTP2_SETTINGS);
    if (head.framing().http2()) {
      HTTP2_EXTENSIONS.forEach(headers::remove);
    }
    if (upgrade != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
    }
    var before = trustForwarded ? headers.get(FORWARDED_FOR) : null;
    headers.set(FORWARDED_FOR, before == null ? client.ip() : before + ", " + client.ip());
    setUnlessTrusted(headers, FORWARDED_PROTO, client.proto(), trustForwarded);
    setUnlessTrusted(headers, FORWARDED_HOST, head.authority(), trustForwarded);
    var port = head.port();
    setUnlessTrusted(headers, FORWARDED_PORT, port == null ? client.port() : port, trustForwarded);
    setUnlessTrusted(headers, REAL_IP, client.ip(), trustForwarded);
  }

  static void toClient(HttpMessage response) {
    removeHopByHop(response.headers());
  }

  private static void setUnlessTrusted(
      HttpHeaders headers, AsciiString name, String value, boolean trusted) {
    if (!trusted || !headers.contains(name)) {
      headers.set(name, value);
    }
  }

  private static void removeHopByHop(HttpHeaders headers) {
    removeListed(headers, headers.get(HttpHeaderNames.CONNECTION));
    headers.remove(HttpHeaderNames.CONNECTION);
    headers.remove(KEEP_ALIVE);
    headers.remove(PROXY_CONNECTION);
    headers.remove(HttpHeaderNames.UPGRADE);
  }

  /// Removes the headers that `Connection` names, except those without which a message has no end.
  private static void removeListed(HttpHeaders headers, @Nullable String connection) {
    if (connection == null || isPlain(connection)) {
      return;
    }
    for (var value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (var token : value.split(",")) {
        var name = token.strip();
        var needed =
            HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.HOST.contentEqualsIgnoreCase(name);
        if (!name.isEmpty() && !needed) {
          headers.remove(name);
        }
      }
    }
  }

  private static boolean isPlain(String connection) {
    return HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection)
        || HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(connection);
  }

  /// How long an endpoint says it keeps an unused connection, in seconds; -1 when it does not say.
  static long keepAliveSeconds(HttpHeaders headers) {
    var value = headers.get(KEEP_ALIVE);
    var at = value == null ? -1 : value.indexOf("timeout=");
    if (value == null || at < 0) {
      return -1;
    }
    var seconds = 0L;
    for (int i = at + "timeout=".length(); i < value.length() && seconds < 100_000; i++) {
      var digit = Character.digit(value.charAt(i), 10);
      if (digit < 0) {
        break;
      }
      seconds = seconds * 10 + digit;
    }
    return seconds;
  }
}
