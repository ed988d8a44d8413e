package dev.podo.apiserver.watch;

import dev.podo.apiserver.Http2Frames;
import dev.podo.apiserver.TestServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;

/// A connection of HTTP/2 whose client reads some streams and leaves others. What arrives he takes
/// off the connection's window at once, whichever stream it is of, as Go's and Java's clients do; a
/// stream's own window opens again only when he reads it.
final class SharedConnection implements AutoCloseable {
  /// What a stream holds that nobody reads.
  static final int WINDOW = 65_535;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final Map<Integer, Stream> streams = new TreeMap<>();

  private SharedConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /// A response.
  final class Stream {
    private final int id;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean isRead;
    private boolean ended;
    private int lines;

    private Stream(int id, boolean isRead) {
      this.id = id;
      this.isRead = isRead;
    }

    boolean ended() {
      return ended;
    }

    int size() {
      return body.size();
    }

    /// So many lines have come.
    int lines() {
      return lines;
    }

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }

    /// From now on it is read.
    void read() throws IOException {
      isRead = true;
      grant(id, Math.max(1, body.size()));
    }

    private void take(byte[] data) throws IOException {
      body.writeBytes(data);
      for (var each : data) {
        if (each == '\n') {
          lines++;
        }
      }
      if (data.length > 0) {
        grant(0, data.length);
        if (isRead) {
          grant(id, data.length);
        }
      }
    }
  }

  static SharedConnection open(TestServer server) {
    try {
      var opened = new SharedConnection(WatchSocket.connect(server, "h2", 0));
      opened.write(Http2Frames.beginning());
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream get(String path, boolean isRead) throws IOException {
    var stream = new Stream(2 * streams.size() + 1, isRead);
    streams.put(stream.id, stream);
    write(Http2Frames.get(stream.id, path));
    return stream;
  }

  /// Takes the next frame that comes.
  void next() throws IOException {
    var frame = Http2Frames.read(in);
    switch (frame.type()) {
      case Http2Frames.DATA -> streams.get(frame.stream()).take(frame.payload());
      case Http2Frames.SETTINGS -> acknowledge(frame, new byte[0]);
      case Http2Frames.PING -> acknowledge(frame, frame.payload());
      case Http2Frames.RST_STREAM, Http2Frames.GOAWAY ->
          throw new IOException("the server broke off stream " + frame.stream());
      default -> {
        // Heads and windows say nothing that matters here.
      }
    }
    if ((frame.type() == Http2Frames.DATA || frame.type() == Http2Frames.HEADERS)
        && frame.is(Http2Frames.END_STREAM)) {
      streams.get(frame.stream()).ended = true;
    }
  }

  private void acknowledge(Http2Frames.Frame frame, byte[] payload) throws IOException {
    if (!frame.is(Http2Frames.ACKNOWLEDGED)) {
      write(Http2Frames.frame(frame.type(), Http2Frames.ACKNOWLEDGED, 0, payload));
    }
  }

  private void grant(int stream, int bytes) throws IOException {
    var window = ByteBuffer.allocate(4).putInt(bytes).array();
    write(Http2Frames.frame(Http2Frames.WINDOW_UPDATE, 0, stream, window));
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
