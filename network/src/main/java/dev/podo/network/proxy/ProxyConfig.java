package dev.podo.network.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;

/// How the proxy behaves; nothing in it depends on the routes.
///
/// @param http where plain HTTP is served
/// @param https where TLS is served
/// @param loops how many event loops share the work
/// @param trustForwarded whether `X-Forwarded-For` of clients is kept and added to; else it is
///   replaced
/// @param limits what one request may ask for
/// @param timeouts how long anything may take
public record ProxyConfig(
    InetSocketAddress http,
    InetSocketAddress https,
    int loops,
    boolean trustForwarded,
    Limits limits,
    Timeouts timeouts) {

  public static ProxyConfig of(InetSocketAddress http, InetSocketAddress https, int loops) {
    return new ProxyConfig(http, https, loops, false, Limits.DEFAULT, Timeouts.DEFAULT);
  }

  public ProxyConfig withTimeouts(Timeouts other) {
    return new ProxyConfig(http, https, loops, trustForwarded, limits, other);
  }

  public ProxyConfig withLimits(Limits other) {
    return new ProxyConfig(http, https, loops, trustForwarded, other, timeouts);
  }

  /// @param requestLineBytes the longest request line
  /// @param headerBytes all headers of a request together
  /// @param replayBytes how much of a request body is kept so that it can be sent again
  /// @param idleUpstreams the most idle connections kept per endpoint and event loop
  public record Limits(int requestLineBytes, int headerBytes, int replayBytes, int idleUpstreams) {
    public static final Limits DEFAULT = new Limits(8192, 32768, 65536, 128);
  }

  /// @param connect until an endpoint has accepted a connection
  /// @param response until an endpoint has begun, and between any two parts of a response
  /// @param request between any two parts of a request
  /// @param keepAlive how long a client's connection stays open unused
  /// @param upstreamKeepAlive how long an endpoint's connection stays open unused
  /// @param tunnel how long an upgraded connection stays open unused
  public record Timeouts(
      Duration connect,
      Duration response,
      Duration request,
      Duration keepAlive,
      Duration upstreamKeepAlive,
      Duration tunnel) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(50),
            Duration.ofHours(1));
  }
}
