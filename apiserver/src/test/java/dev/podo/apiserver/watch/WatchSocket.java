package dev.podo.apiserver.watch;

import dev.podo.apiserver.Http2Frames;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A watch on a connection of its own, which is read only as far as the test asks.
final class WatchSocket implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4 << 10; // So that not reading shows soon.
  private static final int HOPELESS_MILLIS = 120_000;
  private static final int BUFFER = 64 << 10;
  private static final byte[] LARGEST_WINDOW = {0, 4, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
  private static final byte[] MUCH = {0x7f, (byte) 0xff, 0, 0};

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
      var protocol = transport == Transport.HTTP_2 ? "h2" : "http/1.1";
      var socket = connect(server, protocol, stalls ? RECEIVE_BUFFER : 0);
      var opened = new WatchSocket(transport, socket);
      opened.ask(path);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A connection over TLS, of the administrator.
  static SSLSocket connect(TestServer server, String protocol, int receiveBuffer)
      throws IOException {
    var port = server.server().address().getPort();
    var admin = server.pki().admin();
    return TestClient.connect(server.pki(), port, admin, protocol, receiveBuffer, HOPELESS_MILLIS);
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
        // Windows that are never full: what stops the server is the socket.
        write(Http2Frames.beginning(LARGEST_WINDOW));
        write(Http2Frames.frame(Http2Frames.WINDOW_UPDATE, 0, 0, MUCH));
        write(Http2Frames.get(1, path));
      }
    }
    if (transport != Transport.HTTP_2) {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.readUnsignedByte());
      }
    }
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
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
    var frame = Http2Frames.read(in);
    if (frame.type() == Http2Frames.RST_STREAM) {
      throw new EOFException("the stream was reset");
    }
    if (frame.type() == Http2Frames.SETTINGS && !frame.is(Http2Frames.ACKNOWLEDGED)) {
      write(Http2Frames.frame(Http2Frames.SETTINGS, Http2Frames.ACKNOWLEDGED, 0));
    }
    var isData = frame.type() == Http2Frames.DATA;
    ended = isData && frame.is(Http2Frames.END_STREAM);
    return isData ? frame.payload() : new byte[0];
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
