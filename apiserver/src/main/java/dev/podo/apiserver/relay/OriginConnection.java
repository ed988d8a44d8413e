package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.channel.SilentPeers;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A connection to another server, for one request after the other. Its methods block; [#close]
/// ends whatever blocks, from any thread, at once.
public final class OriginConnection implements AutoCloseable {
  private static final int BUFFER = 16 << 10;
  private static final String LATE = "context deadline exceeded";
  private static final String STALLED = "the server takes nothing of the request any more";

  private final Clock clock;
  private final Socket plain = new Socket();
  private final AtomicBoolean late = new AtomicBoolean();
  private final AtomicBoolean stalled = new AtomicBoolean();
  private Socket socket = plain;
  private InputStream in = InputStream.nullInputStream();
  private volatile Clock.@Nullable Timer timer;

  private OriginConnection(Clock clock) {
    this.clock = clock;
  }

  /// Connects to the first address that takes it.
  ///
  /// @param deadline until when this, and all that follows up to [#boundBy], must be done
  /// @throws IOException when nobody does; the message is worded as Go's
  public static OriginConnection open(Destination to, Clock clock, Deadline deadline)
      throws IOException {
    IOException last = new UnknownHostException(to.name());
    for (var address : resolved(to)) {
      var connection = new OriginConnection(clock);
      try {
        connection.connect(to, address, deadline);
        return connection;
      } catch (ConnectException e) {
        connection.close();
        last = e; // Somebody else may listen.
      } catch (IOException e) {
        connection.close();
        throw e;
      }
    }
    throw last;
  }

  private static List<InetSocketAddress> resolved(Destination to) throws IOException {
    var out = new ArrayList<InetSocketAddress>();
    for (var address : to.addresses()) {
      if (!address.isUnresolved()) {
        out.add(address);
        continue;
      }
      try {
        for (var found : InetAddress.getAllByName(address.getHostString())) {
          out.add(new InetSocketAddress(found, address.getPort()));
        }
      } catch (UnknownHostException e) {
        throw new IOException("dial tcp: lookup " + address.getHostString() + ": no such host", e);
      }
    }
    return out;
  }

  private void connect(Destination to, InetSocketAddress address, Deadline deadline)
      throws IOException {
    boundBy(deadline);
    var where = "dial tcp " + shown(address);
    try {
      plain.connect(address);
      plain.setTcpNoDelay(true);
      SilentPeers.on(plain);
    } catch (ConnectException e) {
      var why = String.valueOf(e.getMessage());
      throw new ConnectException(
          where + ": connect: " + (why.contains("refused") ? "connection refused" : why));
    } catch (IOException e) {
      throw new IOException(late.get() ? where + ": i/o timeout" : where + ": " + reason(e), e);
    }
    var tls = to.tls();
    if (tls != null) {
      var secured =
          (SSLSocket)
              tls.getSocketFactory().createSocket(plain, to.name(), address.getPort(), true);
      socket = secured;
      handshake(to, secured);
    }
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  private void handshake(Destination to, SSLSocket secured) throws IOException {
    if (to.verified()) {
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    try {
      secured.startHandshake();
    } catch (IOException e) {
      throw new IOException(why(e), e);
    }
  }

  private static String shown(InetSocketAddress address) {
    var host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private void expire() {
    late.set(true);
    close();
  }

  /// Closes by itself at another time than was said before.
  public void boundBy(Deadline deadline) {
    cancelTimer();
    if (!deadline.isNever()) {
      timer = clock.schedule(deadline.atNanos(), this::expire);
    }
  }

  private void cancelTimer() {
    var set = timer;
    if (set != null) {
      set.cancel();
    }
  }

  /// Sends a request whose length is known and reads the head of the reply to it.
  public ReplyHead exchange(Outbound request) throws IOException, InterruptedException {
    write(request.head());
    for (var part = request.body().read(); part != null; part = request.body().read()) {
      write(part);
    }
    return readHead();
  }

  /// The head of the next reply.
  ReplyHead readHead() throws IOException {
    try {
      return ReplyHead.read(in);
    } catch (IOException e) {
      throw new IOException(why(e), e);
    }
  }

  public InputStream body(Outbound request, ReplyHead head) throws IOException {
    return bodyOf(request, head);
  }

  BodyStream bodyOf(Outbound request, ReplyHead head) throws IOException {
    return BodyStream.of(request.method(), head, in);
  }

  /// What follows an upgrade.
  InputStream in() {
    return in;
  }

  void write(byte[] bytes) throws IOException {
    try {
      var out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new IOException(why(e), e);
    }
  }

  /// Sends a piece to a server that may pause for so long and no longer: whoever takes nothing for
  /// so long is left, and the client's connection, which is not read meanwhile, with it.
  void write(byte[] bytes, Duration patience) throws IOException {
    var limit =
        clock.schedule(
            clock.nanos() + patience.toNanos(),
            () -> {
              stalled.set(true);
              close();
            });
    try {
      write(bytes);
    } finally {
      limit.cancel();
    }
  }

  private String why(IOException e) {
    return late.get() ? LATE : stalled.get() ? STALLED : reason(e);
  }

  /// As Go would say it, where clients know it.
  private static String reason(IOException e) {
    if (e instanceof SSLException) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CertPathBuilderException || isUnknown(cause)) {
          return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        }
      }
      var cause = e.getCause();
      return cause instanceof CertificateException
          ? "tls: failed to verify certificate: x509: " + cause.getMessage()
          : "tls: " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return "i/o timeout";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean isUnknown(Throwable cause) {
    return cause instanceof CertPathValidatorException invalid
        && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR;
  }

  /// The socket below TLS is closed: saying good-bye could wait for a peer that does not listen.
  @Override
  public void close() {
    cancelTimer();
    try {
      plain.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
