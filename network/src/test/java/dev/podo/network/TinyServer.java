package dev.podo.network;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Answers every request by the same text, and closes.
final class TinyServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  TinyServer(String text) throws IOException {
    var answer =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
            + text.length()
            + "\r\n\r\n"
            + text;
    Thread.ofVirtual().start(() -> serve(answer.getBytes(US_ASCII)));
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve(byte[] answer) {
    while (true) {
      try (Socket socket = server.accept()) {
        var last = new byte[4];
        while (!new String(last, US_ASCII).equals("\r\n\r\n")) {
          System.arraycopy(last, 1, last, 0, 3);
          last[3] = (byte) socket.getInputStream().read();
        }
        socket.getOutputStream().write(answer);
      } catch (IOException closed) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
