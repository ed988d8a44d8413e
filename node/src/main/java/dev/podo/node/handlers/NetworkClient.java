package dev.podo.node.handlers;

import java.time.Duration;
import java.util.List;

/// Reaches containers over the network: the part of probes and hooks that a simulated node answers
/// itself.
public interface NetworkClient {
  /// Whether a connection can be made.
  Answer tcp(String host, int port, Duration timeout) throws InterruptedException;

  /// Whether a GET is answered with a status from 200 to 399.
  Answer http(HttpGet request, Duration timeout) throws InterruptedException;

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
  }

  record Header(String name, String value) {}
}
