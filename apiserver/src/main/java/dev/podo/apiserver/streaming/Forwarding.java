package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The connections of one client to ports of a Pod. Each has two streams of the client: one for its
/// data, one that tells what went wrong.
final class Forwarding {
  private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());

  private final NodeApi agent;
  private final Scope inside;
  private final AtomicInteger running = new AtomicInteger();
  private final Signal changed;

  /// @param inside ends with the conversation, and the connections with it
  Forwarding(NodeApi agent, Scope inside) {
    this.agent = agent;
    this.inside = inside;
    this.changed = new Signal(inside.environment().clock());
  }

  /// Connects. Both streams are ended when the connection is over.
  void begin(PortForwardRequest request, ClientStream data, ClientStream error) {
    running.incrementAndGet();
    inside.fork(
        "port-forward",
        () -> {
          try {
            forward(request, data, error);
          } finally {
            data.discard();
            data.end();
            error.end();
            running.decrementAndGet();
            changed.raise();
          }
        });
  }

  private void forward(PortForwardRequest request, ClientStream data, ClientStream error)
      throws InterruptedException {
    error.discard();
    try {
      try {
        agent.portForward(request, streams(data, error));
      } catch (ApiException e) {
        var why = String.valueOf(e.getMessage()).replaceFirst("^Internal error occurred: ", "");
        var problem =
            "error forwarding port %d to pod %s, uid : %s"
                .formatted(request.port(), request.pod(), why);
        error.write(problem.getBytes(UTF_8));
      }
    } catch (PeerGoneException e) {
      // Who has gone needs to be told nothing.
    } catch (RuntimeException e) {
      // What one connection does wrong ends that connection, not the server.
      LOG.log(System.Logger.Level.ERROR, "port forwarding failed", e);
    }
  }

  private static ProcessStreams streams(ClientStream data, ClientStream error) {
    return new ProcessStreams() {
      @Override
      public ByteSource stdin() {
        return data;
      }

      @Override
      public ByteSink stdout() {
        return data;
      }

      @Override
      public ByteSink stderr() {
        return error;
      }

      @Override
      public void onResize(Consumer<TerminalSize> listener) {
        // A port has no terminal.
      }
    };
  }

  /// Tells why a connection did not come about.
  void refuse(ClientStream error, String why) {
    inside.fork(
        "port-forward",
        () -> {
          error.discard();
          try {
            error.write(why.getBytes(UTF_8));
          } catch (PeerGoneException e) {
            // Who has gone needs to be told nothing.
          } finally {
            error.end();
          }
        });
  }

  /// Waits until no connection is left.
  void awaitNone() throws InterruptedException {
    awaitNone(Deadline.never());
  }

  boolean awaitNone(Deadline deadline) throws InterruptedException {
    return changed.awaitUntil(() -> running.get() == 0, deadline);
  }
}
