package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.Executor;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyByteStream implements ByteStream {
  private final Channel channel;
  private final Outlet outlet;
  private final ChannelFutureListener whenEnded;

  NettyByteStream(Channel channel, Clock clock, ChannelFutureListener whenEnded) {
    this.channel = channel;
    this.outlet = new Outlet(channel, clock);
    this.whenEnded = whenEnded;
  }

  @Override
  public void write(List<byte[]> pieces) {
    if (!outlet.isClosed()) {
      var bytes = Unpooled.wrappedBuffer(Integer.MAX_VALUE, pieces.toArray(byte[][]::new));
      channel.write(new DefaultHttpContent(bytes));
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
  public void end() {
    if (outlet.close()) {
      channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(whenEnded);
    }
  }

  @Override
  public void abort() {
    outlet.close();
    channel.close();
  }

  void writabilityChanged() {
    outlet.writabilityChanged();
  }

  void gone() {
    outlet.close();
  }
}
