package dev.podo.apiserver.http;

import dev.podo.apiserver.Http2Frames;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.pki.Pki;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/// A TLS connection on which a client says whatever it likes: HTTP/1.1 as text, HTTP/2 as frames.
final class RawConnection implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4 << 10; // So that not reading shows soon.

  private static final int HOPELESS_MILLIS = 60_000;

  private final SSLSocket socket;
  private final DataInputStream in;

  private RawConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawConnection http1(Pki pki, int port) {
    return open(pki, port, "http/1.1");
  }

  /// Says the preface and its settings.
  static RawConnection http2(Pki pki, int port, byte... settings) {
    var connection = open(pki, port, "h2");
    connection.write(Http2Frames.beginning(settings));
    return connection;
  }

  private static RawConnection open(Pki pki, int port, String protocol) {
    try {
      var socket = TestClient.connect(pki, port, null, protocol, RECEIVE_BUFFER, HOPELESS_MILLIS);
      socket.startHandshake();
      return new RawConnection(socket);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(String text) {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the same again and again until the server has closed the connection.
  ///
  /// @param most so often it must not come
  /// @return whether the server closed it
  boolean writesUntilClosed(byte[] bytes, int most, long pauseMillis) throws InterruptedException {
    for (var i = 0; i < most; i++) {
      try {
        write(bytes);
      } catch (UncheckedIOException closed) {
        return true;
      }
      Thread.sleep(pauseMillis);
    }
    return false;
  }

  /// What comes up to the end of the head of a response.
  String readHead() {
    var out = new StringBuilder();
    try {
      while (out.indexOf("\r\n\r\n") < 0) {
        out.append((char) in.readUnsignedByte());
      }
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All that comes until the server closes.
  String readToEnd() {
    var out = new ByteArrayOutputStream();
    var buffer = new byte[8 << 10];
    try {
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException("the server does not close", e);
    } catch (IOException reset) {
      // As good as an end.
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /// The next frame of a type; null when the server closes first.
  Http2Frames.Frame await(int type) {
    try {
      while (true) {
        var frame = Http2Frames.read(in);
        if (frame.type() == type) {
          return frame;
        }
      }
    } catch (EOFException end) {
      return null;
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException("the server does not answer", e);
    } catch (IOException reset) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Nothing to give back.
    }
  }
}
