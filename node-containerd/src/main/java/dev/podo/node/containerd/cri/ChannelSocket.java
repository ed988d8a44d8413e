package dev.podo.node.containerd.cri;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Promise;
import dev.podo.model.Bytes;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A WebSocket to containerd's streaming server that carries numbered channels: the first byte of
/// each message is the channel (`v4.channel.k8s.io`). One thread at a time may send.
final class ChannelSocket implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int MESSAGES_AHEAD = 16;

  private final Mailbox<Message> inbox;
  private final WebSocket socket;

  /// @param channel -1 when the peer has closed
  record Message(int channel, Bytes bytes) {
    static final Message END = new Message(-1, Bytes.EMPTY);
  }

  private ChannelSocket(Mailbox<Message> inbox, WebSocket socket) {
    this.inbox = inbox;
    this.socket = socket;
  }

  static ChannelSocket open(Clock clock, HttpClient client, String url)
      throws InterruptedException {
    var inbox = new Mailbox<Message>(clock, MESSAGES_AHEAD);
    var opened = new Promise<WebSocket>(clock);
    var _ =
        client
            .newWebSocketBuilder()
            .subprotocols("v4.channel.k8s.io")
            .buildAsync(URI.create(url.replaceFirst("^http", "ws")), new Reader(inbox))
            .whenComplete((socket, failure) -> {
              if (failure != null) {
                opened.fail(failure);
              } else {
                opened.complete(socket);
              }
            });
    try {
      return new ChannelSocket(inbox, opened.await(Deadline.after(clock, CONNECT)));
    } catch (TimeoutException | Promise.Failure e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.UNAVAILABLE, "containerd's streaming server does not answer", e);
    }
  }

  /// Waits for the next message.
  Message next() throws InterruptedException {
    var message = inbox.take(Deadline.never());
    // A place in the inbox is free again: ask for one more.
    socket.request(1);
    return message == null ? Message.END : message;
  }

  /// Sends, and waits until the network has taken it.
  void send(Clock clock, int channel, byte[] bytes) throws InterruptedException {
    var message = ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).flip();
    var sent = new Promise<Boolean>(clock);
    var _ =
        socket
            .sendBinary(message, true)
            .whenComplete((done, failure) -> {
              if (failure != null) {
                sent.fail(failure);
              } else {
                sent.complete(true);
              }
            });
    try {
      sent.await(Deadline.never());
    } catch (TimeoutException | Promise.Failure e) {
      throw new RuntimeFailure(RuntimeFailure.Kind.NOT_RUNNING, "the stream was closed", e);
    }
  }

  /// Says that nothing more will be sent, after what was.
  void end() {
    var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
  }

  /// Breaks off: whoever waits for a message gets the end.
  @Override
  public void close() {
    inbox.offer(Message.END);
    socket.abort();
  }

  private static final class Reader implements WebSocket.Listener {
    private final Mailbox<Message> inbox;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    Reader(Mailbox<Message> inbox) {
      this.inbox = inbox;
    }

    @Override
    public void onOpen(WebSocket socket) {
      // Two places are kept free for the end of the stream, from either side.
      socket.request(MESSAGES_AHEAD - 2);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      var bytes = new byte[data.remaining()];
      data.get(bytes);
      parts.writeBytes(bytes);
      if (!last) {
        socket.request(1);
        return null;
      }
      var message = parts.toByteArray();
      parts.reset();
      if (message.length == 0) {
        socket.request(1);
      } else {
        inbox.offer(
            new Message(message[0], Bytes.of(Arrays.copyOfRange(message, 1, message.length))));
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      inbox.offer(Message.END);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      inbox.offer(Message.END);
    }
  }
}
