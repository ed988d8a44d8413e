package dev.podo.apiserver.http.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/// Finds out that the other end of a connection has vanished without a word – pulled out, or behind
/// a router that has forgotten it – although nothing is sent: shells, followed logs and watches
/// hold what they hold until then. Systems wait for two hours; these are the periods of Go's
/// network library, by which upstream's servers miss a peer after some two and a half minutes.
public final class SilentPeers {
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(ExtendedSocketOptions.TCP_KEEPIDLE, 15),
          new Setting(ExtendedSocketOptions.TCP_KEEPINTERVAL, 15),
          new Setting(ExtendedSocketOptions.TCP_KEEPCOUNT, 9));

  /// @param value in seconds, or a number
  private record Setting(SocketOption<Integer> option, int value) {}

  private SilentPeers() {}

  /// For all connections that a server takes.
  public static ServerBootstrap on(ServerBootstrap bootstrap) {
    bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
    for (var setting : SETTINGS) {
      bootstrap.childOption(NioChannelOption.of(setting.option()), setting.value());
    }
    return bootstrap;
  }

  /// For one connection that was made.
  public static void on(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    for (var setting : SETTINGS) {
      if (socket.supportedOptions().contains(setting.option())) {
        socket.setOption(setting.option(), setting.value());
      }
    }
  }
}
