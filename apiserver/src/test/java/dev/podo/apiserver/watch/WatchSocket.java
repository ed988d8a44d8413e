package dev.podo.apiserver.watch;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A watch on a connection of its own, which is read only as far as the test asks.
final class WatchSocket implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4 << 10; // So that not reading shows soon.
  private static final int BUFFER = 64 << 10;
  private static final int HOPELESS_MILLIS = 120_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACKNOWLEDGED = 1;
  private static final int END_HEADERS = 4;

  /// What the events come over.
  enum Transport {
    HTTP_1,
    HTTP_2,
    WEB_SOCKET
  }

  private final Transport transport;
  private final SSLSocket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private byte[] piece = {};
  private int at;
  private boolean ended;

  private WatchSocket(Transport transport, SSLSocket socket) throws IOException {
    this.transport = transport;
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  /// @param stalls whether it will not be read for long: little is then under way
  static WatchSocket open(Transport transport, TestServer server, String path, boolean stalls) {
    try {
      var tls = TestClient.tls(server.pki(), server.pki().admin());
      var port = server.server().address().getPort();
      var plain = new Socket();
      if (stalls) {
        plain.setReceiveBufferSize(RECEIVE_BUFFER);
      }
      plain.setSoTimeout(HOPELESS_MILLIS); // What never comes fails the test.
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(
          new String[] {transport == Transport.HTTP_2 ? "h2" : "http/1.1"});
      socket.setSSLParameters(parameters);
      var opened = new WatchSocket(transport, socket);
      opened.ask(path);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(String path) throws IOException {
    switch (transport) {
      case HTTP_1 -> write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      case WEB_SOCKET ->
          write(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n");
      case HTTP_2 -> {
        write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        // Windows that are never full: what stops the server is the socket.
        frame(SETTINGS, 0, 0, new byte[] {0, 4, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        frame(WINDOW_UPDATE, 0, 0, new byte[] {0x7f, (byte) 0xff, 0, 0});
        frame(HEADERS, END_STREAM | END_HEADERS, 1, head(path));
      }
    }
    if (transport != Transport.HTTP_2) {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.readUnsignedByte());
      }
    }
  }

  /// HPACK without its tables: GET, https, and the path and the authority as they are.
  private static byte[] head(String path) {
    var out = new ByteArrayOutputStream();
    out.write(0x82);
    out.write(0x87);
    literal(out, 0x04, path);
    literal(out, 0x01, "localhost");
    return out.toByteArray();
  }

  private static void literal(ByteArrayOutputStream out, int name, String value) {
    if (value.length() >= 127) {
      throw new IllegalArgumentException("too long: " + value);
    }
    out.write(name);
    out.write(value.length());
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, (byte) (payload.length >>> 8), (byte) payload.length});
    out.write(type);
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    out.writeBytes(payload);
    socket.getOutputStream().write(out.toByteArray());
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// The next event, a line; null when the server has ended the watch well.
  @Nullable String event() {
    try {
      read.reset();
      while (true) {
        var from = at;
        while (at < piece.length && piece[at] != '\n') {
          at++;
        }
        read.write(piece, from, at - from);
        if (at++ < piece.length) {
          return read.toString(StandardCharsets.UTF_8);
        }
        if (ended) {
          return null;
        }
        at = 0;
        piece =
            switch (transport) {
              case HTTP_1 -> chunk();
              case HTTP_2 -> data();
              case WEB_SOCKET -> message();
            };
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] chunk() throws IOException {
    var size = new StringBuilder();
    for (var next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
      size.append((char) next);
    }
    in.skipNBytes(1);
    var length = Integer.parseInt(size.toString(), 16);
    var chunk = in.readNBytes(length);
    in.skipNBytes(2);
    ended = length == 0;
    return chunk;
  }

  private byte[] data() throws IOException {
    var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    var type = in.readUnsignedByte();
    var flags = in.readUnsignedByte();
    in.skipNBytes(4);
    var payload = in.readNBytes(length);
    if (type == RST_STREAM) {
      throw new EOFException("the stream was reset");
    }
    if (type == SETTINGS && (flags & ACKNOWLEDGED) == 0) {
      frame(SETTINGS, ACKNOWLEDGED, 0, new byte[0]);
    }
    ended = type == DATA && (flags & END_STREAM) != 0;
    return type == DATA ? payload : new byte[0];
  }

  private byte[] message() throws IOException {
    var opcode = in.readUnsignedByte() & 0x0f;
    var length = in.readUnsignedByte();
    var message = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
    ended = opcode == 8;
    return opcode == 1 ? message : new byte[0];
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
