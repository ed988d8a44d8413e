package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.foundation.Scope;
import java.time.Duration;
import java.util.List;

/// Conversations over the channels of a WebSocket.
final class ChannelConversations {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;

  /// kubectl 1.31 to 1.33 begins to read before it has made its streams, and drops what comes for
  /// one that it has not made. The protocol does not tell when it has; 1.36 waits for itself.
  private static final Duration UNTIL_STREAMS_ARE_MADE = Duration.ofMillis(20);

  private ChannelConversations() {}

  /// Of exec and attach: 0 is stdin, 1 and 2 stdout and stderr, 3 how it ended, 4 the size of the
  /// terminal.
  static ProcessConversation.Opening process(ProcessEnds.Wanted wanted, ChannelProtocol protocol) {
    return (exchange, inside) -> {
      var channels = open(exchange, inside, protocol, RESIZE + 1);
      if (protocol.closesChannels()) {
        inside.environment().clock().sleep(UNTIL_STREAMS_ARE_MADE);
      }
      // An empty message tells the client that all is set up.
      channels.greet(wanted.stdout() ? STDOUT : wanted.stderr() ? STDERR : ERROR, new byte[0]);
      if (!wanted.stdin()) {
        channels.get(STDIN).discard();
      }
      inside.fork("input", channels::run);
      return new ProcessEnds(
          channels,
          channels.get(ERROR),
          protocol.tellsStatus() ? Ending.STATUS : Ending.WORDS,
          wanted.stdin() ? channels.get(STDIN) : null,
          wanted.stdout() ? channels.get(STDOUT) : null,
          wanted.stderr() ? channels.get(STDERR) : null,
          channels.get(RESIZE));
    };
  }

  /// Of port-forward: for each port the even channel carries data, the odd one what went wrong;
  /// both begin with the number of the port, low byte first.
  static void forward(
      Exchange exchange,
      Scope inside,
      ChannelProtocol protocol,
      Forwarding forwarding,
      List<PortForwardRequest> requests)
      throws InterruptedException {
    var channels = open(exchange, inside, protocol, 2 * requests.size());
    for (var i = 0; i < requests.size(); i++) {
      var port = requests.get(i).port();
      var number = new byte[] {(byte) port, (byte) (port >>> 8)};
      channels.greet(2 * i, number);
      channels.greet(2 * i + 1, number);
    }
    for (var i = 0; i < requests.size(); i++) {
      forwarding.begin(requests.get(i), channels.get(2 * i), channels.get(2 * i + 1));
    }
    inside.fork(
        "end",
        () -> {
          forwarding.awaitNone();
          channels.finish();
        });
    channels.run();
  }

  private static Channels open(
      Exchange exchange, Scope inside, ChannelProtocol protocol, int channels)
      throws InterruptedException {
    var socket = exchange.upgrade(protocol.name());
    return new Channels(socket, protocol, channels, inside.environment().clock());
  }
}
