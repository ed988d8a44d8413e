package dev.podo.node.handlers;

import java.time.Duration;
import java.util.List;

/// Reaches containers over the network: the part of probes and hooks that a simulated node answers
/// itself.
public interface NetworkClient {
  /// Whether a connection can be made.
  Answer tcp(String host, int port, Duration timeout) throws InterruptedException;

  /// Makes a GET, and follows redirects as long as they lead to the same host.
  Reply get(HttpGet request, Duration timeout) throws InterruptedException;

  /// Whether it only plays a network, in which the addresses of pods lead nowhere.
  default boolean isSimulated() {
    return false;
  }

  /// What came back.
  sealed interface Reply {
    /// @param body its beginning
    record Status(int code, String body) implements Reply {}

    /// Nobody answered, or not in HTTP.
    ///
    /// @param plain it was asked over TLS, and the answer was not TLS
    record Failure(String why, boolean plain) implements Reply {
      public Failure(String why) {
        this(why, false);
      }
    }
  }

  /// @param scheme HTTP or HTTPS; certificates are not verified
  /// @param path with its query
  record HttpGet(String scheme, String host, int port, String path, List<Header> headers) {
    public HttpGet {
      headers = List.copyOf(headers);
    }

    String url() {
      return (isHttps() ? "https" : "http") + "://" + host + ":" + port + path;
    }

    boolean isHttps() {
      return scheme.equals("HTTPS");
    }

    HttpGet withScheme(String value) {
      return new HttpGet(value, host, port, path, headers);
    }
  }

  record Header(String name, String value) {}
}
