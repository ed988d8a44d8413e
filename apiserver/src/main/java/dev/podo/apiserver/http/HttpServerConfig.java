package dev.podo.apiserver.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/// What the HTTP layer allows.
public record HttpServerConfig(
    InetSocketAddress bind, Limits limits, Patience patience, int eventLoops) {

  /// Bounds on what a client may send.
  ///
  /// @param maxBody bytes of a request's body
  /// @param maxHeaders bytes of all headers of a request
  /// @param maxUrl bytes of the request line
  /// @param maxConnections further ones are closed at once
  /// @param maxStreams requests at once on one HTTP/2 connection
  public record Limits(
      int maxBody, int maxHeaders, int maxUrl, int maxConnections, int maxStreams) {}

  /// How long clients are waited for.
  ///
  /// @param head within which the head of a request must have arrived, from its first byte or, for
  ///   the first request, from the handshake on
  /// @param request within which a request, its body included, must have arrived
  /// @param read how long a client may not read at all; and within which the end of a response must
  ///   have been taken
  /// @param idle after which a connection without a request is closed
  /// @param silence after which a conversation in another protocol is closed in which nothing was
  ///   said
  /// @param pingEvery how often such a conversation is kept alive
  public record Patience(
      Duration head,
      Duration request,
      Duration read,
      Duration idle,
      Duration silence,
      Duration pingEvery) {
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(32),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(3),
            Duration.ofHours(4),
            Duration.ofSeconds(30));
  }

  // URLs as upstream's: selectors by set can be long. Many small headers take more memory than they
  // are long, so of these less is taken.
  private static final Limits LIMITS = new Limits(3 << 20, 64 << 10, 1 << 20, 20_000, 1_000);

  public static HttpServerConfig on(InetSocketAddress bind) {
    return new HttpServerConfig(
        bind,
        LIMITS,
        Patience.DEFAULT,
        Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())));
  }

  public HttpServerConfig withLimits(Limits newLimits) {
    return new HttpServerConfig(bind, newLimits, patience, eventLoops);
  }

  public HttpServerConfig withPatience(Patience newPatience) {
    return new HttpServerConfig(bind, limits, newPatience, eventLoops);
  }
}
