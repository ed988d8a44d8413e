package dev.podo.apiserver;

import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.pki.Pki;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/// A connection over TLS on which a test says every byte itself.
public final class RawClient implements AutoCloseable {
  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  public static RawClient admin(TestServer server) throws IOException {
    return of(server.pki(), server.pki().admin(), server.server().address().getPort());
  }

  public static RawClient of(Pki pki, KeyAndCertificate identity, int port) throws IOException {
    var factory = TestClient.tls(pki, identity).getSocketFactory();
    return new RawClient((SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), port));
  }

  /// A request without a body.
  public static String head(String method, String path, String... headers) {
    var lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: localhost"));
    lines.addAll(List.of(headers));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /// A request to go on in another protocol.
  public static String upgrade(String path, String protocol, String... headers) {
    var all = new ArrayList<>(List.of("Connection: Upgrade", "Upgrade: " + protocol));
    all.addAll(List.of(headers));
    return head("POST", path, all.toArray(String[]::new));
  }

  public static String webSocket(String path, String... headers) {
    var all =
        new ArrayList<>(
            List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA=="));
    all.addAll(List.of(headers));
    return head("GET", path, all.toArray(String[]::new));
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// The status line and the headers of a response.
  public String readHead() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  public byte[] read(int length) throws IOException {
    return in.readNBytes(length);
  }

  public String readText(int length) throws IOException {
    return new String(read(length), StandardCharsets.ISO_8859_1);
  }

  /// All that comes until the server closes.
  public byte[] readAll() throws IOException {
    return in.readAllBytes();
  }

  public DataInputStream in() {
    return in;
  }

  /// Sends one masked frame, as a client must.
  ///
  /// @param first the first byte: FIN and the opcode
  public RawClient sendFrame(int first, byte[] payload) throws IOException {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (var shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >>> shift));
      }
    }
    frame.writeBytes(new byte[4]); // a mask of zeros changes nothing
    frame.writeBytes(payload);
    return send(frame.toByteArray());
  }

  /// A frame of WebSocket.
  ///
  /// @param first the first byte: FIN and the opcode
  @SuppressWarnings("ArrayRecordComponent") // a test compares the bytes
  public record Frame(int first, byte[] payload) {
    /// Of a good-bye.
    public int closeCode() {
      return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  public Frame readFrame() throws IOException {
    var first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame(first, read((int) length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
