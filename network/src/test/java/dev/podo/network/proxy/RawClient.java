package dev.podo.network.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// A client that sends just the bytes it is told.
final class RawClient implements AutoCloseable {
  final Socket socket;
  final InputStream in;

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  static RawClient connect(InetSocketAddress to) throws IOException {
    var socket = new Socket(to.getAddress(), to.getPort());
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return new RawClient(socket);
  }

  record Answer(String statusLine, SortedMap<String, String> headers, String body) {
    int status() {
      return Integer.parseInt(statusLine.split(" ")[1]);
    }
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    return this;
  }

  Answer get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\nHost: example.org\n\n").read();
  }

  Answer post(String path, String body) throws IOException {
    var length = body.length();
    return send("POST "
            + path
            + " HTTP/1.1\nHost: example.org\nContent-Length: "
            + length
            + "\n\n"
            + body)
        .read();
  }

  Answer read() throws IOException {
    var status = line();
    var headers = new TreeMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, body(headers, status));
  }

  private String body(SortedMap<String, String> headers, String status) throws IOException {
    if (status.contains(" 101 ") || status.contains(" 100 ") || status.contains(" 204 ")) {
      return "";
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks();
    }
    var length = headers.get("content-length");
    var bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    if (length != null && bytes.length < Integer.parseInt(length)) {
      throw new IOException("the body broke off after " + bytes.length + " bytes");
    }
    return new String(bytes, ISO_8859_1);
  }

  private String chunks() throws IOException {
    var out = new StringBuilder();
    while (true) {
      var size = Integer.parseInt(line(), 16);
      out.append(new String(in.readNBytes(size), ISO_8859_1));
      line();
      if (size == 0) {
        return out.toString();
      }
    }
  }

  String line() throws IOException {
    var out = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed after: " + out);
      }
      if (c != '\r') {
        out.write(c);
      }
    }
    return out.toString(ISO_8859_1);
  }

  /// Whether the other side has closed.
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
