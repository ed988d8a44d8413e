package dev.podo.apiserver.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A server of HTTP/1.1 that says every byte itself, to show what becomes of bodies and connections
/// on the way to it. How it behaves is in the path.
final class Origin implements AutoCloseable {
  private static final int PART = 64 << 10;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private volatile Map<String, String> lastHeaders = Map.of();
  private final CountDownLatch cut = new CountDownLatch(1);

  Origin() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream(), PART);
      while (answer(in, client.getOutputStream())) {
        // The next request comes on the same connection.
      }
    } catch (EOFException e) {
      cut.countDown();
    } catch (IOException e) {
      // The other end has gone.
    }
  }

  private boolean answer(InputStream in, OutputStream out) throws IOException {
    var first = in.read();
    if (first < 0) {
      return false;
    }
    var asked = ((char) first + line(in)).split(" ")[1];
    var headers = headers(in);
    var path = asked.equals("/") && headers.containsKey("upgrade") ? "/chat" : asked;
    var body = new Body(in, headers);
    switch (path) {
      case "/early" -> {
        reply(out, "413 Content Too Large", "too much", "Connection: close");
        body.readAll(part -> {});
        return false;
      }
      case "/break" -> {
        body.next();
        return false;
      }
      case "/hops" -> {
        lastHeaders = headers;
        reply(out, "200 OK", "here", "Connection: X-Hop, keep-alive", "X-Hop: 1", "X-Own: kept");
      }
      case "/chat" -> {
        lastHeaders = headers;
        chat(headers.getOrDefault("upgrade", ""), in, out);
        return false;
      }
      case "/no-chat" -> reply(out, "403 Forbidden", "not with you");
      case "/duplex" -> duplex(body, out);
      case "/trailers" -> trailers(body, out);
      case "/forgets" -> {
        reply(out, "200 OK", "forgotten");
        return false;
      }
      default -> reply(out, "200 OK", told(body, headers));
    }
    return true;
  }

  private String told(Body body, Map<String, String> headers) throws IOException {
    var digest = sha256();
    var length = body.readAll(digest::update);
    var framing =
        headers.containsKey("transfer-encoding")
            ? headers.get("transfer-encoding")
            : headers.getOrDefault("content-length", "none");
    return length + " " + HexFormat.of().formatHex(digest.digest()) + " " + framing;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Says back what it hears, in whatever protocol, until it hears no more.
  private static void chat(String protocol, InputStream in, OutputStream out) throws IOException {
    say(
        out,
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
            + protocol
            + "\r\nX-Own: kept\r\n\r\n");
    for (var c = in.read(); c >= 0 && c != '.'; c = in.read()) {
      out.write(c);
      out.flush();
    }
  }

  private static void duplex(Body body, OutputStream out) throws IOException {
    say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (var part = body.next(); part != null; part = body.next()) {
      say(out, Integer.toHexString(part.length) + "\r\n");
      out.write(part);
      say(out, "\r\n");
    }
    say(out, "0\r\n\r\n");
  }

  private static void trailers(Body body, OutputStream out) throws IOException {
    body.readAll(part -> {});
    say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
    var text = body.trailers.toString();
    say(out, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\nX-Sum: 42\r\n\r\n");
  }

  private static void reply(OutputStream out, String status, String text, String... headers)
      throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    say(out, head + "Content-Length: " + text.length() + "\r\n\r\n" + text);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("cut off");
      }
      out.write(c);
    }
    return out.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private interface Taker {
    void take(byte[] part);
  }

  /// What a request brings.
  private final class Body {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private Map<String, String> trailers = Map.of();

    Body(InputStream in, Map<String, String> headers) {
      this.in = in;
      this.chunked = headers.containsKey("transfer-encoding");
      this.left = Long.parseLong(headers.getOrDefault("content-length", "0"));
    }

    /// A chunk, or what comes of a long body; null at the end.
    byte[] next() throws IOException {
      if (chunked) {
        left = Long.parseLong(line(in), 16);
      }
      var part = in.readNBytes((int) Math.min(left, chunked ? left : PART));
      if (left > 0 && part.length == 0) {
        throw new EOFException("cut off");
      }
      left -= part.length;
      received.addAndGet(part.length);
      if (chunked && part.length == 0) {
        trailers = headers(in);
        return null;
      }
      if (chunked) {
        line(in);
      }
      return part.length == 0 ? null : part;
    }

    long readAll(Taker taker) throws IOException {
      var length = 0L;
      for (var part = next(); part != null; part = next()) {
        length += part.length;
        taker.take(part);
      }
      return length;
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /// Of the last request to change protocols, or for the headers of one hop.
  Map<String, String> lastHeaders() {
    return lastHeaders;
  }

  /// How many bytes of bodies have arrived.
  long received() {
    return received.get();
  }

  /// Waits until a request has ended before its end.
  boolean awaitCut() throws InterruptedException {
    return cut.await(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
