package dev.podo.apiserver.http;

/// Answers requests.
@FunctionalInterface
public interface HttpHandler {
  /// Answers one request, on a thread of its own: it may block. It must answer or close the
  /// exchange, at once or later.
  void handle(Exchange exchange) throws InterruptedException;
}
