package dev.podo.network.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One direction of an upgraded connection: what is read here is written to the peer, no faster
/// than it takes it.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
final class Relay extends ChannelInboundHandlerAdapter {
  private final Channel peer;
  private final ProxyLoop loop;
  private long lastActive;
  private @Nullable Future<?> timer;

  Relay(Channel peer, ProxyLoop loop) {
    this.peer = peer;
    this.loop = loop;
    this.lastActive = loop.nanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    watch(ctx, loop.config().timeouts().tunnel().toNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf)) {
      ReferenceCountUtil.release(message); // the empty end of the response that switched
      return;
    }
    lastActive = loop.nanos();
    peer.write(message, peer.voidPromise());
    if (!peer.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      peer.config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    var set = timer;
    if (set != null) {
      set.cancel(false);
    }
    if (peer.isActive()) {
      peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void watch(ChannelHandlerContext ctx, long nanos) {
    timer = loop.eventLoop().schedule(() -> timeUp(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void timeUp(ChannelHandlerContext ctx) {
    var left = loop.config().timeouts().tunnel().toNanos() - (loop.nanos() - lastActive);
    if (left > 0) {
      watch(ctx, left);
    } else {
      ctx.close();
    }
  }
}
