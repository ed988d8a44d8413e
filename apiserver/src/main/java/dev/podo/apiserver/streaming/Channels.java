package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.WebSocket;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbered streams in one WebSocket. What waits for one holds up the others that come behind it:
/// the protocol has no means against that.
///
/// A client that reads nothing is waited for as long as the connection is not given up for its
/// silence.
final class Channels implements Carrier {
  private final WebSocket socket;
  private final ChannelProtocol protocol;
  private final List<Channel> channels = new ArrayList<>();

  Channels(WebSocket socket, ChannelProtocol protocol, int count, Clock clock) {
    this.socket = socket;
    this.protocol = protocol;
    for (var i = 0; i < count; i++) {
      channels.add(new Channel(i, new Pipe(clock)));
    }
  }

  ClientStream get(int number) {
    return channels.get(number);
  }

  /// Tells the client that the conversation begins.
  void greet(int channel, byte[] greeting) {
    protocol.send(socket, channel, greeting);
  }

  @Override
  public void run() throws InterruptedException {
    try {
      for (var message = socket.receive(); message != null; message = socket.receive()) {
        var frame = protocol.read(message);
        if (frame != null) {
          receive(frame);
        }
      }
    } finally {
      channels.forEach(channel -> channel.pipe.breakOff());
    }
  }

  private void receive(ChannelProtocol.Frame frame) throws InterruptedException {
    var bytes = frame.bytes();
    if (frame.channel() == ChannelProtocol.CLOSE && protocol.closesChannels()) {
      if (bytes.length > 0 && (bytes[0] & 0xff) < channels.size()) {
        channels.get(bytes[0] & 0xff).pipe.end();
      }
    } else if (frame.channel() >= 0 && frame.channel() < channels.size()) {
      channels.get(frame.channel()).pipe.put(bytes);
    }
  }

  @Override
  public void finish() {
    socket.close(WebSocket.NORMAL, "");
  }

  @Override
  public void abort() {
    socket.close(WebSocket.GOING_AWAY, "");
  }

  private final class Channel implements ClientStream {
    private final int number;
    private final Pipe pipe;

    Channel(int number, Pipe pipe) {
      this.number = number;
      this.pipe = pipe;
    }

    @Override
    public byte @Nullable [] read() throws InterruptedException {
      return pipe.read();
    }

    @Override
    public void write(byte[] bytes) throws InterruptedException {
      if (!socket.awaitWritable(Deadline.never())) {
        throw new PeerGoneException("the client has gone");
      }
      protocol.send(socket, number, bytes);
    }

    @Override
    public void end() {
      // The protocol says so of all channels at once only.
    }

    @Override
    public void discard() {
      pipe.discard();
    }
  }
}
