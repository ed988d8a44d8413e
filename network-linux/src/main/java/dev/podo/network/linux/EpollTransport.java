package dev.podo.network.linux;

import static java.lang.System.Logger.Level.INFO;

import dev.podo.network.transport.Transport;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;

/// Linux's own way of waiting for sockets, which costs less per event than the JDK's.
public final class EpollTransport {
  private static final System.Logger LOG = System.getLogger(EpollTransport.class.getName());

  private EpollTransport() {}

  /// Epoll where its native library loads, else the JDK's transport.
  public static Transport orNio() {
    if (!Epoll.isAvailable()) {
      LOG.log(INFO, "epoll is not available, the JDK''s sockets are used: {0}", cause());
      return Transport.nio();
    }
    return new Transport(
        EpollIoHandler.newFactory(),
        EpollServerSocketChannel.class,
        EpollSocketChannel.class,
        EpollDatagramChannel.class);
  }

  private static String cause() {
    return String.valueOf(Epoll.unavailabilityCause());
  }
}
