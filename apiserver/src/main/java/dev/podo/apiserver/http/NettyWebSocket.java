package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyWebSocket extends NettyOutflow implements WebSocket {
  private final String subprotocol;
  private final Inbox<Message> inbox;

  NettyWebSocket(Channel channel, Clock clock, String subprotocol) {
    super(channel, clock);
    this.subprotocol = subprotocol;
    this.inbox = new Inbox<>(channel, clock);
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public void sendBinary(List<byte[]> pieces) {
    send(new BinaryWebSocketFrame(joined(pieces)));
  }

  @Override
  public void sendText(List<byte[]> pieces) {
    send(new TextWebSocketFrame(joined(pieces)));
  }

  private static ByteBuf joined(List<byte[]> pieces) {
    return Unpooled.wrappedBuffer(Integer.MAX_VALUE, pieces.toArray(byte[][]::new));
  }

  private void send(WebSocketFrame frame) {
    if (isClosed()) {
      frame.release();
    } else {
      channel.write(frame);
    }
  }

  @Override
  public @Nullable Message receive() throws InterruptedException {
    return inbox.take();
  }

  @Override
  public void close(int code, String reason) {
    if (markClosed()) {
      inbox.end();
      channel.config().setAutoRead(true);
      endAfter(channel.writeAndFlush(new CloseWebSocketFrame(code, reason)));
    }
  }

  @Override
  void received(Object message) {
    try {
      switch (message) {
        case BinaryWebSocketFrame binary -> deliver(new Message(false, bytes(binary)));
        case TextWebSocketFrame text -> deliver(new Message(true, bytes(text)));
        case CloseWebSocketFrame close -> closed();
        default -> {
          // What the aggregator has left over says nothing.
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private static byte[] bytes(WebSocketFrame frame) {
    return ByteBufUtil.getBytes(frame.content());
  }

  private void deliver(Message message) {
    if (!inbox.put(message, message.bytes().length)) {
      close(POLICY_VIOLATION, "too many messages at once");
    }
  }

  /// The client has said good-bye: first, or in answer to ours.
  private void closed() {
    if (markClosed()) {
      inbox.end();
      channel
          .writeAndFlush(new CloseWebSocketFrame(NORMAL, ""))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.close();
    }
  }

  @Override
  boolean broken(Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException corrupted ->
          close(corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
      case TooLongFrameException tooLong -> close(MESSAGE_TOO_BIG, "the message is too big");
      case CorruptedFrameException corrupted -> close(PROTOCOL_ERROR, "the frame is malformed");
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  void idle() {
    close(GOING_AWAY, "nothing was said for too long");
  }

  @Override
  void gone() {
    super.gone();
    inbox.end();
  }
}
