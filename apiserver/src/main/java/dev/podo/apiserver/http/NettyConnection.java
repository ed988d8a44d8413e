package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyConnection extends NettyOutflow implements Connection {
  private final Inbox<byte[]> inbox;

  NettyConnection(Channel channel, Clock clock) {
    super(channel, clock);
    this.inbox = new Inbox<>(channel, clock);
  }

  @Override
  public byte @Nullable [] read() throws InterruptedException {
    return inbox.take();
  }

  @Override
  public void write(byte[] bytes) {
    if (!isClosed()) {
      channel.write(Unpooled.wrappedBuffer(bytes));
    }
  }

  @Override
  public void close() {
    if (markClosed()) {
      inbox.end();
      channel.config().setAutoRead(true);
      endAfter(channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
    }
  }

  @Override
  public void abort() {
    markClosed();
    inbox.end();
    channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  void received(Object message) {
    try {
      if (message instanceof ByteBuf bytes && bytes.isReadable() && !isClosed()) {
        var read = ByteBufUtil.getBytes(bytes);
        if (!inbox.put(read, read.length)) {
          abort();
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  void idle() {
    abort();
  }

  @Override
  void gone() {
    super.gone();
    inbox.end();
  }
}
