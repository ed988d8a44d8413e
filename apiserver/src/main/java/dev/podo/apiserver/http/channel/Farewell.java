package dev.podo.apiserver.http.channel;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The end of a connection, as a client should meet it: told at once that nothing more comes, by
/// TLS and by TCP, and still heard. Clients that poll the socket see an end only when something
/// arrives behind what was said last; and a socket that is closed while something unread lies in it
/// resets the connection, which can cost the client what it has not read yet.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what goes wrong.
public final class Farewell {
  private Farewell() {}

  /// Says that there is no more, when all that was written has been sent.
  ///
  /// @param linger how long the client is heard; then the connection closes
  public static void say(Channel channel, Duration linger) {
    if (!channel.isActive()) {
      channel.close();
      return;
    }
    channel.config().setAutoRead(true);
    closeAfter(channel, linger);
    var ssl = channel.pipeline().get(SslHandler.class);
    if (ssl == null) {
      shutDown(channel);
      return;
    }
    ssl.closeOutbound()
        .addListener(told -> {
          if (told.isSuccess()) {
            shutDown(channel);
          } else {
            channel.close();
          }
        });
  }

  private static void shutDown(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex
          .shutdownOutput()
          .addListener(told -> {
            if (!told.isSuccess()) {
              channel.close();
            }
          });
    }
  }

  /// Closes the channel at the latest then.
  public static void closeAfter(Channel channel, Duration patience) {
    var loop = channel.eventLoop();
    if (!loop.isShuttingDown()) {
      var late = loop.schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> late.cancel(false));
    }
  }
}
