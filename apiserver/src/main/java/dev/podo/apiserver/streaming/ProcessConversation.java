package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;

/// Lets a client talk to a process to its end, over whatever carries their streams.
final class ProcessConversation {
  private static final System.Logger LOG = System.getLogger(ProcessConversation.class.getName());

  private final Exchange exchange;
  private final Scope scope;

  ProcessConversation(Exchange exchange, Scope scope) {
    this.exchange = exchange;
    this.scope = scope;
  }

  /// Runs until the process ends.
  @FunctionalInterface
  interface Running {
    /// @return the exit code
    int run(ProcessStreams streams) throws InterruptedException;
  }

  /// Answers the request, and waits until the client has opened its streams.
  @FunctionalInterface
  interface Opening {
    /// @param inside ends with the conversation
    /// @throws PeerGoneException when the client opens none, or not all
    ProcessEnds open(Exchange exchange, Scope inside) throws InterruptedException;
  }

  void hold(Opening opening, Running process) throws InterruptedException {
    var leaving = new Leaving(exchange);
    try (var inside = scope.child("conversation")) {
      talk(opening.open(exchange, inside), inside, process);
    } catch (PeerGoneException e) {
      exchange.abort();
    } catch (InterruptedException e) {
      if (!leaving.end()) {
        throw e;
      }
    } finally {
      leaving.end();
    }
  }

  private static void talk(ProcessEnds ends, Scope inside, Running process)
      throws InterruptedException {
    var sizes = new Sizes();
    ends.discardUnexpected();
    inside.fork("sizes", () -> ends.follow(sizes));
    try {
      ends.finish(run(ends, sizes, process));
    } catch (InterruptedException e) {
      ends.carrier().abort();
      throw e;
    }
  }

  private static byte[] run(ProcessEnds ends, Sizes sizes, Running process)
      throws InterruptedException {
    try {
      return ends.ending().of(process.run(ends.streams(sizes)));
    } catch (ApiException e) {
      return ends.ending().of(e.status());
    } catch (PeerGoneException e) {
      throw e;
    } catch (RuntimeException e) {
      // What one conversation does wrong ends that conversation, not the server.
      LOG.log(System.Logger.Level.ERROR, "a conversation failed", e);
      return ends.ending().of(ApiErrors.internal("the conversation failed").status());
    }
  }
}
