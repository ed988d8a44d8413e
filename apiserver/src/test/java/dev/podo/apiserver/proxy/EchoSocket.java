package dev.podo.apiserver.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A WebSocket server that takes one client and says back what it hears: short messages only.
final class EchoSocket implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile String target = "";

  EchoSocket() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try (var client = server.accept()) {
      var in = client.getInputStream();
      shakeHands(in, client.getOutputStream());
      echo(new DataInputStream(in), client.getOutputStream());
    } catch (IOException e) {
      // The client has gone.
    } finally {
      end.countDown();
    }
  }

  private void shakeHands(InputStream in, OutputStream out) throws IOException {
    var key = "";
    target = line(in).split(" ")[1];
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    var reply =
        """
        HTTP/1.1 101 Switching Protocols\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Accept: %s\r
        Sec-WebSocket-Protocol: chat.example\r
        \r
        """
            .formatted(accept(key));
    out.write(reply.getBytes(StandardCharsets.US_ASCII));
  }

  private static String line(InputStream in) throws IOException {
    var out = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("no more");
      }
      out.append((char) c);
    }
    return out.toString().strip();
  }

  private static String accept(String key) throws IOException {
    try {
      var text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      var hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void echo(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      var first = in.readUnsignedByte();
      var length = in.readUnsignedByte() & 0x7f;
      var mask = in.readNBytes(4);
      var bytes = in.readNBytes(length);
      for (var i = 0; i < length; i++) {
        bytes[i] ^= mask[i % 4];
      }
      out.write(first);
      out.write(length);
      out.write(bytes);
      out.flush();
    }
  }

  String target() {
    return target;
  }

  int port() {
    return server.getLocalPort();
  }

  boolean awaitEnd() throws InterruptedException {
    return end.await(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
