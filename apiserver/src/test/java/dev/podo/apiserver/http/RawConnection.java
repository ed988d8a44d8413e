package dev.podo.apiserver.http;

import dev.podo.apiserver.pki.Pki;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A TLS connection on which a client says whatever it likes: HTTP/1.1 as text, HTTP/2 as frames.
final class RawConnection implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int RECEIVE_BUFFER = 4 << 10; // So that not reading shows soon.

  private static final int HOPELESS_MILLIS = 60_000;

  private final SSLSocket socket;
  private final DataInputStream in;

  private RawConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /// A frame of HTTP/2.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Frame(int type, int flags, int stream, byte[] payload) {
    int number() {
      return ((payload[0] & 0xff) << 24)
          | ((payload[1] & 0xff) << 16)
          | ((payload[2] & 0xff) << 8)
          | (payload[3] & 0xff);
    }

    /// The error of a GOAWAY.
    int error() {
      return payload[7] & 0xff;
    }
  }

  static RawConnection http1(Pki pki, int port) {
    return open(pki, port, "http/1.1");
  }

  /// Says the preface and its settings.
  static RawConnection http2(Pki pki, int port, byte... settings) {
    var connection = open(pki, port, "h2");
    connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    connection.write(frame(SETTINGS, 0, 0, settings));
    return connection;
  }

  private static RawConnection open(Pki pki, int port, String protocol) {
    try {
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("ca", pki.caCertificate());
      var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(trust);
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, trusted.getTrustManagers(), null);
      var plain = new Socket();
      plain.setReceiveBufferSize(RECEIVE_BUFFER);
      // What never comes fails the test; it does not hang it.
      plain.setSoTimeout(HOPELESS_MILLIS);
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RawConnection(socket);
    } catch (GeneralSecurityException | IOException e) {
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
  Frame await(int type) {
    try {
      while (true) {
        var length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        var got = in.readUnsignedByte();
        var flags = in.readUnsignedByte();
        var stream = in.readInt();
        var payload = in.readNBytes(length);
        if (payload.length < length) {
          return null;
        }
        if (got == type) {
          return new Frame(got, flags, stream, payload);
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

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    var out = new ByteArrayOutputStream();
    out.write(payload.length >>> 16);
    out.write(payload.length >>> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.write(stream >>> 24);
    out.write(stream >>> 16);
    out.write(stream >>> 8);
    out.write(stream);
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /// The head of a GET, without indexing.
  static byte[] get(int stream, String path) {
    return frame(HEADERS, END_STREAM | END_HEADERS, stream, head(path));
  }

  static byte[] head(String path) {
    var out = new ByteArrayOutputStream();
    literal(out, ":method", "GET");
    literal(out, ":scheme", "https");
    literal(out, ":authority", "localhost");
    literal(out, ":path", path);
    return out.toByteArray();
  }

  static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    var length = text.length();
    if (length < 127) {
      out.write(length);
    } else {
      out.write(127);
      var rest = length - 127;
      while (rest >= 128) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
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
