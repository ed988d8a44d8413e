package dev.podo.apiserver.webhook;

import dev.podo.model.Bytes;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where a webhook listens: at a URL, or behind a Service.
///
/// @param host of the URL, or the DNS name of the Service: what the certificate must be for
/// @param path with its leading slash
/// @param service null for a URL
/// @param caBundle the authorities to trust, in PEM; empty for those of the machine
public record WebhookTarget(
    String host, int port, String path, @Nullable ServiceName service, Bytes caBundle) {
  private static final int HTTPS = 443;

  /// Names a Service.
  public record ServiceName(String namespace, String name) {}

  /// @throws IllegalArgumentException when the URL is malformed or not of `https`
  public static WebhookTarget ofUrl(String url, @Nullable Bytes caBundle) {
    var uri = URI.create(url);
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("a webhook is asked by https only: " + url);
    }
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new WebhookTarget(
        uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort(), path, null, orEmpty(caBundle));
  }

  /// @param port null for 443
  /// @param path null for the root
  public static WebhookTarget ofService(
      ServiceName service, @Nullable Integer port, @Nullable String path, @Nullable Bytes ca) {
    var rooted = path == null || path.isEmpty() ? "/" : path.startsWith("/") ? path : "/" + path;
    return new WebhookTarget(
        service.name() + "." + service.namespace() + ".svc",
        port == null ? HTTPS : port,
        rooted,
        service,
        orEmpty(ca));
  }

  private static Bytes orEmpty(@Nullable Bytes bytes) {
    return bytes == null ? Bytes.EMPTY : bytes;
  }

  /// As error messages spell it.
  String url(String query) {
    var shownPort = service == null && port == HTTPS ? "" : ":" + port;
    return "https://" + host + shownPort + path + (query.isEmpty() ? "" : "?" + query);
  }
}
