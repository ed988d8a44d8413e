package dev.podo.apiserver.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/// The open connections, counted and bounded.
final class Connections {
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final int max;

  Connections(int max) {
    this.max = max;
  }

  /// @return false when there are too many already
  boolean add(Channel channel) {
    return channels.size() < max && channels.add(channel);
  }

  int count() {
    return channels.size();
  }

  void closeAll() {
    channels.close().awaitUninterruptibly(1_000);
  }
}
