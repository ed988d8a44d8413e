package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.function.Consumer;

@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
final class NettyByteStream extends NettyOutflow implements ByteStream {
  private final Consumer<ChannelFuture> ending;

  /// @param ending is given what tells when the end has been written
  NettyByteStream(Channel channel, Clock clock, Consumer<ChannelFuture> ending) {
    super(channel, clock);
    this.ending = ending;
  }

  @Override
  public void write(List<byte[]> pieces) {
    if (!isClosed()) {
      var bytes = Unpooled.wrappedBuffer(Integer.MAX_VALUE, pieces.toArray(byte[][]::new));
      channel.write(new DefaultHttpContent(bytes));
    }
  }

  @Override
  public void end(List<Header> trailers) {
    if (markClosed()) {
      ending.accept(channel.writeAndFlush(last(trailers)));
    }
  }

  private static LastHttpContent last(List<Header> trailers) {
    if (trailers.isEmpty()) {
      return LastHttpContent.EMPTY_LAST_CONTENT;
    }
    var last = new DefaultLastHttpContent();
    trailers.forEach(trailer -> last.trailingHeaders().add(trailer.name(), trailer.value()));
    return last;
  }

  @Override
  public void abort() {
    markClosed();
    channel.close();
  }
}
