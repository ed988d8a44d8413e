package dev.podo.apiserver.http;

/// Answers requests.
@FunctionalInterface
public interface HttpHandler {
  /// Answers one request, on a thread of its own: it may block. It must answer or close the
  /// exchange, at once or later.
  void handle(Exchange exchange) throws InterruptedException;

  /// Whether a request is to be answered while its body comes, which then may have any length.
  /// Asked on the event loop: it must not block.
  ///
  /// @param head the request without its body
  default boolean streams(HttpRequest head) {
    return false;
  }
}
