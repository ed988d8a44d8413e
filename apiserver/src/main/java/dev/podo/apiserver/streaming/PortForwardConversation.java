package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Connects ports of a Pod to the channels of a WebSocket: of each port the even channel carries
/// data, the odd one what went wrong; both begin with the number of the port, low byte first.
final class PortForwardConversation {
  private static final System.Logger LOG =
      System.getLogger(PortForwardConversation.class.getName());
  private static final Duration SLOWEST_READ = Duration.ofMinutes(5);

  private final Exchange exchange;
  private final Scope scope;
  private final List<ChannelSource> sources = new ArrayList<>();

  PortForwardConversation(Exchange exchange, Scope scope) {
    this.exchange = exchange;
    this.scope = scope;
  }

  void hold(NodeApi agent, List<PortForwardRequest> requests) throws InterruptedException {
    var protocol = ChannelProtocol.agree(exchange.request());
    var socket = exchange.upgrade(protocol.name());
    for (var i = 0; i < requests.size(); i++) {
      var port = requests.get(i).port();
      var number = new byte[] {(byte) port, (byte) (port >>> 8)};
      protocol.send(socket, 2 * i, number);
      protocol.send(socket, 2 * i + 1, number);
      sources.add(new ChannelSource(scope.environment().clock()));
    }
    var running = new AtomicInteger(requests.size());
    for (var i = 0; i < requests.size(); i++) {
      var index = i;
      scope.fork(
          "port-forward",
          () -> {
            try {
              forward(agent, requests.get(index), new Streams(socket, protocol, index));
            } finally {
              sources.get(index).abandon();
              if (running.decrementAndGet() == 0) {
                socket.close(1000, "");
              }
            }
          });
    }
    receive(socket, protocol);
  }

  private void forward(NodeApi agent, PortForwardRequest request, Streams streams)
      throws InterruptedException {
    try {
      agent.portForward(request, streams);
    } catch (ApiException e) {
      streams.tell(String.valueOf(e.getMessage()));
    } catch (PeerGoneException e) {
      streams.socket.close(1001, "");
    } catch (RuntimeException e) {
      // What one conversation does wrong ends that conversation, not the server.
      LOG.log(System.Logger.Level.ERROR, "port forwarding failed", e);
      exchange.abort();
    }
  }

  private void receive(WebSocket socket, ChannelProtocol protocol) throws InterruptedException {
    for (var message = socket.receive(); message != null; message = socket.receive()) {
      var frame = protocol.read(message);
      if (frame != null && frame.channel() % 2 == 0 && frame.channel() / 2 < sources.size()) {
        sources.get(frame.channel() / 2).deliver(frame.bytes());
      }
    }
    for (var source : sources) {
      source.end();
    }
  }

  private final class Streams implements ProcessStreams {
    private final WebSocket socket;
    private final ChannelProtocol protocol;
    private final int index;

    Streams(WebSocket socket, ChannelProtocol protocol, int index) {
      this.socket = socket;
      this.protocol = protocol;
      this.index = index;
    }

    void tell(String problem) {
      protocol.send(socket, 2 * index + 1, problem.getBytes(UTF_8));
    }

    @Override
    public ByteSource stdin() {
      return sources.get(index);
    }

    @Override
    public ByteSink stdout() {
      return bytes -> send(2 * index, bytes);
    }

    @Override
    public ByteSink stderr() {
      return bytes -> send(2 * index + 1, bytes);
    }

    private void send(int channel, byte[] bytes) throws InterruptedException {
      var clock = scope.environment().clock();
      if (!socket.awaitWritable(Deadline.after(clock, SLOWEST_READ))) {
        throw new PeerGoneException("the client does not read");
      }
      protocol.send(socket, channel, bytes);
    }

    @Override
    public void onResize(Consumer<TerminalSize> listener) {
      // A port has no terminal.
    }
  }
}
