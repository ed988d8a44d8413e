package dev.podo.apiserver.aggregation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A server behind this one that says every byte itself: it changes protocols for whoever asks, and
/// counts what it is sent.
final class UpgradingServer implements AutoCloseable {
  private final SSLServerSocket server;
  private volatile List<String> lastHeaders = List.of();

  UpgradingServer(SampleTls tls) throws IOException {
    server =
        (SSLServerSocket)
            tls.context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        var client = (SSLSocket) server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SSLSocket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      var request = line(in);
      while (!request.isEmpty()) {
        var headers = new ArrayList<String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
          headers.add(line);
        }
        answer(request.split(" ")[1], headers, in, client.getOutputStream());
        request = line(in);
      }
    } catch (IOException e) {
      // The other end has gone.
    }
  }

  private void answer(String path, List<String> headers, InputStream in, OutputStream out)
      throws IOException {
    if (path.equals("/apis/wardle.example.com/v1alpha1")) {
      reply(out, 200, "{\"groupVersion\":\"wardle.example.com/v1alpha1\",\"resources\":[]}");
    } else if (path.startsWith("/openapi")) {
      reply(out, 404, "");
    } else if (value(headers, "upgrade").isEmpty()) {
      var left = Long.parseLong(value(headers, "content-length"));
      in.skipNBytes(left);
      reply(out, 200, left + " bytes");
    } else {
      lastHeaders = headers;
      say(
          out,
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
              + value(headers, "upgrade")
              + "\r\n\r\n");
      in.transferTo(out);
    }
  }

  private static String value(List<String> headers, String name) {
    return headers.stream()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static void reply(OutputStream out, int code, String text) throws IOException {
    say(out, "HTTP/1.1 " + code + " x\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var c = in.read(); c != '\n' && c >= 0; c = in.read()) {
      out.write(c);
    }
    return out.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /// Of the last request to change protocols, as they came.
  List<String> lastHeaders() {
    return lastHeaders;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
