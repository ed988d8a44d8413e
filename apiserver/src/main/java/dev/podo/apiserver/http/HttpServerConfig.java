package dev.podo.apiserver.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/// What the HTTP layer allows.
///
/// @param requestTimeout within which a request, its body included, must have arrived
/// @param idleTimeout after which a connection without a request is closed
public record HttpServerConfig(
    InetSocketAddress bind,
    Limits limits,
    Duration requestTimeout,
    Duration idleTimeout,
    int eventLoops) {

  /// Bounds on what a client may send.
  ///
  /// @param maxBody bytes of a request's body
  /// @param maxHeaders bytes of all headers of a request
  /// @param maxUrl bytes of the request line
  /// @param maxConnections further ones are closed at once
  /// @param maxStreams requests at once on one HTTP/2 connection
  public record Limits(
      int maxBody, int maxHeaders, int maxUrl, int maxConnections, int maxStreams) {}

  private static final Limits LIMITS = new Limits(3 << 20, 64 << 10, 64 << 10, 20_000, 1_000);

  public static HttpServerConfig on(InetSocketAddress bind) {
    return new HttpServerConfig(
        bind,
        LIMITS,
        Duration.ofSeconds(60),
        Duration.ofMinutes(3),
        Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())));
  }

  public HttpServerConfig withLimits(Limits newLimits) {
    return new HttpServerConfig(bind, newLimits, requestTimeout, idleTimeout, eventLoops);
  }
}
