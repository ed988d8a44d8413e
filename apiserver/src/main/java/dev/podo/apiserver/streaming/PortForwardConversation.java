package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import java.time.Duration;

/// Connects a client to ports of a Pod until it leaves, over whatever carries their streams.
final class PortForwardConversation {
  /// How long what a client has sent before it left may take to arrive.
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final Scope scope;

  PortForwardConversation(Exchange exchange, Scope scope) {
    this.exchange = exchange;
    this.scope = scope;
  }

  /// Answers the request, and begins connections as the client asks for them.
  @FunctionalInterface
  interface Serving {
    /// Returns when the client has gone.
    ///
    /// @param inside ends with the conversation
    void run(Exchange exchange, Scope inside, Forwarding forwarding) throws InterruptedException;
  }

  void hold(NodeApi agent, Serving serving) throws InterruptedException {
    try (var inside = scope.child("port-forward")) {
      var forwarding = new Forwarding(agent, inside);
      var leaving = new Leaving(exchange, scope.environment().clock(), LAST_WORDS);
      try {
        serving.run(exchange, inside, forwarding);
      } catch (PeerGoneException e) {
        exchange.abort();
      } catch (InterruptedException e) {
        if (!leaving.end()) {
          throw e;
        }
      } finally {
        leaving.end();
      }
      forwarding.awaitNone(Deadline.after(scope.environment().clock(), LAST_WORDS));
    }
  }
}
