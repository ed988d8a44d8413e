package dev.podo.network.proxy;

import dev.podo.foundation.Clock;
import dev.podo.network.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.SplittableRandom;

/// What belongs to one event loop: touched by its thread only.
///
/// @param index which of the proxy's loops it is
/// @param bootstrap opens connections to endpoints on this loop
record ProxyLoop(
    int index, EventLoop eventLoop, Bootstrap bootstrap, SplittableRandom random, Proxy proxy) {

  static ProxyLoop of(int index, EventLoop eventLoop, Transport transport, long seed, Proxy proxy) {
    var connect = proxy.config().timeouts().connect().toMillis();
    var bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channel(transport.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, connect));
    return new ProxyLoop(index, eventLoop, bootstrap, new SplittableRandom(seed), proxy);
  }

  long nanos() {
    return clock().nanos();
  }

  Clock clock() {
    return proxy.clock();
  }

  ProxyConfig config() {
    return proxy.config();
  }
}
