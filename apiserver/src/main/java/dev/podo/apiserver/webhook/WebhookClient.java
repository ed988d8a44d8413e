package dev.podo.apiserver.webhook;

import dev.podo.apiserver.pki.TrustedAuthorities;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.PKIXReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// Posts JSON to webhooks. A Service is reached at one of its ready endpoints, under the name
/// `NAME.NAMESPACE.svc`; the thread of the request waits.
///
/// Each question has a connection of its own: a pool would save a resumed handshake, and have to
/// find out which of its connections a restarted webhook has left behind.
public final class WebhookClient {
  private static final String LATE = "context deadline exceeded";

  private final ServiceAddresses services;
  private final Clock clock;
  private final TrustedAuthorities authorities = new TrustedAuthorities(null);

  public WebhookClient(ServiceAddresses services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  /// Asks, and waits for the answer.
  ///
  /// @param timeout for all of it, in whole seconds: the webhook is told
  /// @throws WebhookException when nobody answers in time, or with an error
  /// @throws InterruptedException when the thread was interrupted while it waited
  public byte[] post(WebhookTarget target, byte[] json, Duration timeout)
      throws WebhookException, InterruptedException {
    var query = "timeout=" + timeout.toSeconds() + "s";
    try {
      var reply = ask(target, request(target, query, json), timeout);
      if (reply.code() < 200 || reply.code() > 299) {
        var body = new String(reply.body(), StandardCharsets.UTF_8);
        throw new WebhookException(
            String.valueOf(ApiErrors.ofResponse(reply.code(), body).getMessage()));
      }
      return reply.body();
    } catch (IOException | GeneralSecurityException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + target.host());
      }
      throw new WebhookException("Post \"" + target.url(query) + "\": " + reason(e), e);
    }
  }

  private static byte[] request(WebhookTarget target, String query, byte[] json) {
    var head =
        """
        POST %s?%s HTTP/1.1\r
        Host: %s\r
        User-Agent: kube-apiserver-admission\r
        Accept: application/json, */*\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(
                target.path(),
                query,
                target.service() == null && target.port() == 443
                    ? target.host()
                    : target.host() + ":" + target.port(),
                json.length);
    var out = new ByteArrayOutputStream(head.length() + json.length);
    out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(json);
    return out.toByteArray();
  }

  private HttpReply ask(WebhookTarget target, byte[] request, Duration timeout)
      throws IOException, GeneralSecurityException {
    var context = authorities.trusting(target.caBundle());
    var deadline = Deadline.after(clock, timeout);
    IOException last = new UnknownHostException(target.host());
    for (var address : addresses(target)) {
      try (var socket = new Socket();
          var guard = new Guard(socket, clock, deadline)) {
        connect(socket, address, guard);
        return talk(context, socket, target, request, guard);
      } catch (ConnectException e) {
        last = e; // Somebody else may listen.
      }
    }
    throw last;
  }

  private static void connect(Socket socket, InetSocketAddress address, Guard guard)
      throws IOException {
    var where = "dial tcp " + address.getAddress().getHostAddress() + ":" + address.getPort();
    try {
      socket.connect(address);
    } catch (ConnectException e) {
      var why = String.valueOf(e.getMessage());
      var refused = why.contains("refused") ? "connect: connection refused" : why;
      throw new ConnectException(where + ": " + refused);
    } catch (IOException e) {
      throw new IOException(guard.hasFired() ? LATE : where + ": " + e.getMessage(), e);
    }
  }

  private static HttpReply talk(
      SSLContext context, Socket plain, WebhookTarget target, byte[] request, Guard guard)
      throws IOException {
    var factory = context.getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true)) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return HttpReply.read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw guard.hasFired() ? new IOException(LATE, e) : e;
    }
  }

  private List<InetSocketAddress> addresses(WebhookTarget target) throws IOException {
    var service = target.service();
    if (service == null) {
      return resolved(target.host(), target.port());
    }
    try {
      var out = new ArrayList<InetSocketAddress>();
      for (var address : services.of(service.namespace(), service.name(), target.port())) {
        if (address.isUnresolved()) {
          out.addAll(resolved(address.getHostString(), address.getPort()));
        } else {
          out.add(address);
        }
      }
      return out;
    } catch (ApiException e) {
      throw new IOException(
          e.isNotFound() ? "service \"" + service.name() + "\" not found" : e.getMessage(), e);
    }
  }

  private static List<InetSocketAddress> resolved(String host, int port) throws IOException {
    var out = new ArrayList<InetSocketAddress>();
    try {
      for (var address : InetAddress.getAllByName(host)) {
        out.add(new InetSocketAddress(address, port));
      }
    } catch (UnknownHostException e) {
      throw new IOException("dial tcp: lookup " + host + ": no such host", e);
    }
    return out;
  }

  private static String reason(Exception e) {
    if (e instanceof SSLException) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CertPathBuilderException || isUnknown(cause)) {
          return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        }
      }
      return "tls: " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean isUnknown(Throwable cause) {
    return cause instanceof CertPathValidatorException invalid
        && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR;
  }

  /// Closes a socket when its time is up, which ends every wait on it.
  private static final class Guard implements AutoCloseable {
    private final Socket socket;
    private final Clock.Timer timer;
    private volatile boolean fired;

    Guard(Socket socket, Clock clock, Deadline deadline) {
      this.socket = socket;
      this.timer = clock.schedule(deadline.atNanos(), this::fire);
    }

    private void fire() {
      fired = true;
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }

    boolean hasFired() {
      return fired;
    }

    @Override
    public void close() {
      timer.cancel();
    }
  }
}
