package dev.podo.node.handlers;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Reaches containers through the machine's network, one connection a call.
public final class SocketClient implements NetworkClient {
  private static final int REPLY_MAX = 16 * 1024;

  private final Clock clock;

  public SocketClient(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Answer tcp(String host, int port, Duration timeout) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis(timeout));
      return Answer.OK;
    } catch (IOException e) {
      return Answer.failed("dial tcp " + host + ":" + port + ": " + why(e));
    }
  }

  @Override
  public Reply get(HttpGet request, Duration timeout) {
    var deadline = Deadline.after(clock, timeout);
    var next = request;
    for (var hops = 0; hops <= Redirects.MAX; hops++) {
      HttpReply reply;
      try {
        reply = HttpReply.parse(exchange(next, deadline));
      } catch (IOException | GeneralSecurityException e) {
        return new Reply.Failure("Get \"" + next.url() + "\": " + why(e), isPlain(e));
      }
      if (reply == null) {
        return new Reply.Failure("Get \"" + next.url() + "\": malformed HTTP response");
      }
      var to = Redirects.next(next, reply.code(), reply.header("Location"));
      if (to == null) {
        return new Reply.Status(reply.code(), reply.body());
      }
      next = to;
    }
    return new Reply.Failure(
        "Get \"" + next.url() + "\": stopped after " + Redirects.MAX + " redirects");
  }

  private byte[] exchange(HttpGet request, Deadline deadline)
      throws IOException, GeneralSecurityException {
    var left = millis(deadline.remaining(clock));
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(request.host(), request.port()), left);
      plain.setSoTimeout(millis(deadline.remaining(clock)));
      try (var socket = request.isHttps() ? overTls(plain, request) : plain) {
        socket.getOutputStream().write(head(request).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return read(socket, deadline);
      }
    }
  }

  /// How the JDK says that what it read is not TLS.
  private static boolean isPlain(Exception e) {
    return e instanceof SSLException && String.valueOf(e.getMessage()).contains("SSL message");
  }

  private static Socket overTls(Socket plain, HttpGet request)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    return context.getSocketFactory().createSocket(plain, request.host(), request.port(), true);
  }

  static String head(HttpGet request) {
    var out = new StringBuilder();
    out.append("GET ").append(request.path()).append(" HTTP/1.1\r\n");
    var own = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    own.put("Host", request.host() + ":" + request.port());
    own.put("User-Agent", "kube-probe/1.36");
    own.put("Accept", "*/*");
    own.put("Connection", "close");
    request.headers().forEach(each -> own.put(each.name(), each.value()));
    // Said to be empty, these two are left out.
    own.remove("User-Agent", "");
    own.remove("Accept", "");
    own.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    return out.append("\r\n").toString();
  }

  private byte[] read(Socket socket, Deadline deadline) throws IOException {
    var out = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    while (out.size() < REPLY_MAX && !deadline.hasPassed(clock)) {
      socket.setSoTimeout(millis(deadline.remaining(clock)));
      if (!readSome(in, out) || HttpReply.isComplete(out.toByteArray())) {
        break;
      }
    }
    return out.toByteArray();
  }

  /// What came before an error is judged all the same, if the status is in it.
  private static boolean readSome(InputStream in, ByteArrayOutputStream out) throws IOException {
    var buffer = new byte[4096];
    try {
      var count = in.read(buffer);
      if (count < 0) {
        return false;
      }
      out.write(buffer, 0, count);
      return true;
    } catch (IOException e) {
      if (out.size() == 0) {
        throw e;
      }
      return false;
    }
  }

  private static String why(Exception e) {
    if (e instanceof SocketTimeoutException) {
      return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
    }
    var message = e.getMessage();
    if (e instanceof ConnectException && message != null) {
      return "connect: " + message.toLowerCase(Locale.ROOT);
    }
    return message == null ? e.toString() : message;
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }

  /// A probe asks whether somebody answers, not who it is.
  private static final class TrustsAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // anybody
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // anybody
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
