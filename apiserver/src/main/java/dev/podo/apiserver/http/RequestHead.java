package dev.podo.apiserver.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Reads what stands before the body of a request.
final class RequestHead {
  private static final Pattern SCHEME = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

  private RequestHead() {}

  /// @throws IllegalArgumentException when the query is malformed
  static dev.podo.apiserver.http.HttpRequest read(Channel channel, HttpRequest request) {
    var uri = originForm(request.uri());
    var mark = uri.indexOf('?');
    return new dev.podo.apiserver.http.HttpRequest(
        request.method().name(),
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? Query.empty() : Query.parse(uri.substring(mark + 1)),
        new Headers(request.headers()),
        RequestBody.EMPTY,
        peer(channel));
  }

  /// Without the scheme and the host, which a client may name as if to a proxy (RFC 9112, 3.2.2).
  private static String originForm(String target) {
    if (target.startsWith("/") || !SCHEME.matcher(target).lookingAt()) {
      return target;
    }
    var start = target.indexOf("//") + 2;
    while (start < target.length() && "/?".indexOf(target.charAt(start)) < 0) {
      start++;
    }
    var rest = target.substring(start);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  /// Whether a body is to follow.
  static boolean announcesBody(HttpRequest request) {
    return !(request instanceof FullHttpMessage)
        && (HttpUtil.isTransferEncodingChunked(request)
            || HttpUtil.getContentLength(request, 0L) > 0);
  }

  private static dev.podo.apiserver.http.HttpRequest.Peer peer(Channel channel) {
    var connection =
        channel.parent() != null && channel.pipeline().get("tls") == null
            ? channel.parent()
            : channel;
    var address =
        connection.remoteAddress() instanceof InetSocketAddress inet
            ? inet
            : InetSocketAddress.createUnresolved("unknown", 0);
    var ssl = connection.pipeline().get(SslHandler.class);
    if (ssl == null) {
      return new dev.podo.apiserver.http.HttpRequest.Peer(address, List.of());
    }
    try {
      var chain = ssl.engine().getSession().getPeerCertificates();
      return new dev.podo.apiserver.http.HttpRequest.Peer(
          address,
          Stream.of(chain)
              .filter(X509Certificate.class::isInstance)
              .map(X509Certificate.class::cast)
              .toList());
    } catch (SSLPeerUnverifiedException none) {
      return new dev.podo.apiserver.http.HttpRequest.Peer(address, List.of());
    }
  }
}
