package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyByteStream implements ByteStream {
  private final Channel channel;
  private final Outlet outlet;
  private final Consumer<ChannelFuture> ending;

  /// @param ending is given what tells when the end has been written
  NettyByteStream(Channel channel, Clock clock, Consumer<ChannelFuture> ending) {
    this.channel = channel;
    this.outlet = new Outlet(channel, clock);
    this.ending = ending;
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
      ending.accept(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
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
