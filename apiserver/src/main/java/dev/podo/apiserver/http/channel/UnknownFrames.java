package dev.podo.apiserver.http.channel;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;

/// Drops HTTP/2 frames of types that nobody knows, as RFC 9113 (4.1) asks for. The multiplexer
/// would queue them for their stream, and their memory would be lost when that ends.
@ChannelHandler.Sharable
public final class UnknownFrames extends ChannelInboundHandlerAdapter {
  public static final UnknownFrames DROPPED = new UnknownFrames();

  private UnknownFrames() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2UnknownFrame) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
