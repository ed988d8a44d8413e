package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyWebSocket implements WebSocket {
  private static final int INBOX = 64;

  private final Channel channel;
  private final Outlet outlet;
  private final String subprotocol;
  // One more than the number at which reading stops, plus what is under way when it does.
  private final Mailbox<Optional<Message>> inbox;

  NettyWebSocket(Channel channel, Clock clock, String subprotocol) {
    this.channel = channel;
    this.outlet = new Outlet(channel, clock);
    this.subprotocol = subprotocol;
    this.inbox = new Mailbox<>(clock, INBOX * 64);
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public void sendBinary(byte[] bytes) {
    send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void sendText(byte[] utf8) {
    send(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)));
  }

  private void send(WebSocketFrame frame) {
    if (outlet.isClosed()) {
      frame.release();
    } else {
      channel.write(frame);
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return outlet.isWritable();
  }

  @Override
  public boolean isClosed() {
    return outlet.isClosed();
  }

  @Override
  public boolean awaitWritable(Deadline deadline) throws InterruptedException {
    return outlet.awaitWritable(deadline);
  }

  @Override
  public @Nullable Message receive() throws InterruptedException {
    var item = inbox.poll();
    if (item == null) {
      if (outlet.isClosed()) {
        return null;
      }
      channel.config().setAutoRead(true);
      item = inbox.take(Deadline.never());
    }
    return item == null ? null : item.orElse(null);
  }

  @Override
  public void onWritable(Runnable action) {
    outlet.onWritable(action);
  }

  @Override
  public void onClose(Runnable action) {
    outlet.onClose(action);
  }

  @Override
  public Executor executor() {
    return outlet.executor();
  }

  @Override
  public void close(int code, String reason) {
    if (outlet.close()) {
      channel
          .writeAndFlush(new CloseWebSocketFrame(code, reason))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// A frame has arrived; on the event loop.
  void received(WebSocketFrame frame) {
    switch (frame) {
      case BinaryWebSocketFrame binary -> deliver(new Message(false, bytes(binary)));
      case TextWebSocketFrame text -> deliver(new Message(true, bytes(text)));
      case PingWebSocketFrame ping ->
          channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case CloseWebSocketFrame close -> close(1000, "");
      default -> {
        // A pong, or what the aggregator has left over, says nothing.
      }
    }
    frame.release();
  }

  private static byte[] bytes(WebSocketFrame frame) {
    return ByteBufUtil.getBytes(frame.content());
  }

  private void deliver(Message message) {
    if (!inbox.offer(Optional.of(message))) {
      close(1008, "too many messages at once");
    } else if (inbox.size() >= INBOX) {
      channel.config().setAutoRead(false);
    }
  }

  void writabilityChanged() {
    outlet.writabilityChanged();
  }

  void gone() {
    outlet.close();
    inbox.offer(Optional.empty());
  }
}
