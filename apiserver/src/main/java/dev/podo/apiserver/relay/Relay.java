package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.Connection;
import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.Outflow;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.meta.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Hands one request on and its reply back. The thread of the request reads a piece of the reply
/// only when the client has taken the last, and another one a piece of the body only when the other
/// server has: what is held between two ends of whatever speed is one buffer each way, and what the
/// client's connection may have queued.
public final class Relay implements Answer.Conversation {
  private static final int BUFFER = 32 << 10;
  private static final Set<String> NOT_FOR_CLIENTS =
      Set.of(
          "access-control-allow-credentials",
          "access-control-allow-headers",
          "access-control-allow-methods",
          "access-control-allow-origin",
          "content-length");

  private final Destination to;
  private final Outbound request;
  private final Links links;
  private final Deadline deadline;
  private final Origins origins;
  private final Clock clock;

  /// @param deadline by which the reply must have ended
  public Relay(Destination to, Outbound request, Links links, Deadline deadline, Origins origins) {
    this.to = to;
    this.request = request;
    this.links = links;
    this.deadline = deadline;
    this.origins = origins;
    this.clock = origins.clock();
  }

  /// A request that was sent, and what its reply begins with.
  private record Begun(Lease lease, Upload upload, ReplyHead head) implements AutoCloseable {
    OriginConnection origin() {
      return lease.origin();
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  @Override
  public void hold(Exchange exchange) throws InterruptedException {
    try (var begun = begin(exchange)) {
      if (!links.allow(begun.head())) {
        throw misled();
      }
      if (begun.head().isSwitching()) {
        converse(exchange, begun);
      } else {
        reply(exchange, begun);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + to.name());
      }
      throw deadline.hasPassed(clock)
          ? Call.late()
          : ApiErrors.serviceUnavailable("error trying to reach service: " + e.getMessage());
    }
  }

  private static ApiException misled() {
    return new ApiException(
        Status.builder()
            .status("Failure")
            .code(502)
            .message("the backend attempted to redirect this request, which is not permitted")
            .build());
  }

  private Begun begin(Exchange exchange) throws IOException {
    var repeatable = request.mayBeRepeated() && !exchange.request().asksForUpgrade();
    var kept = repeatable ? origins.idle(to) : null;
    if (kept != null) {
      try {
        return begin(exchange, kept);
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted() || deadline.hasPassed(clock)) {
          throw e;
        }
        // It was closed at the other end since: asking once more does no harm.
      }
    }
    return begin(exchange, origins.dial(to, deadline));
  }

  private Begun begin(Exchange exchange, OriginConnection origin) throws IOException {
    var lease = new Lease(origin);
    Upload upload = null;
    try {
      exchange.onGone(lease::close);
      origin.boundBy(deadline);
      upload = Upload.begin(request, origin, origins);
      return new Begun(lease, upload, links.rewritten(origin.readHead()));
    } catch (IOException e) {
      lease.close();
      var fault = upload == null ? null : upload.clientFault();
      if (fault != null) {
        throw ApiErrors.badRequest(fault);
      }
      throw e;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /// From here on there are but bytes, both ways at once.
  private void converse(Exchange exchange, Begun begun) throws IOException, InterruptedException {
    if (!exchange.request().asksForUpgrade()) {
      throw new IOException("the protocol was changed, though nobody asked for it");
    }
    var origin = begun.origin();
    origin.boundBy(Deadline.never());
    var head = begun.head();
    var connection = exchange.switchTo(head.first("Upgrade"), forClient(head));
    connection.onClose(begun::close);
    origins.scope().fork("upgraded", () -> fromClient(connection, origin));
    try {
      var in = origin.in();
      var buffer = new byte[BUFFER];
      for (var n = in.read(buffer); n >= 0 && !connection.isClosed(); n = in.read(buffer)) {
        connection.write(Arrays.copyOf(buffer, n));
        connection.flush();
        awaitReader(connection);
      }
      connection.close();
    } catch (IOException e) {
      connection.abort();
    }
  }

  private void fromClient(Connection connection, OriginConnection origin)
      throws InterruptedException {
    try {
      for (var bytes = connection.read(); bytes != null; bytes = connection.read()) {
        origin.write(bytes, origins.patience());
      }
    } catch (IOException e) {
      connection.abort();
    } finally {
      origin.close();
    }
  }

  private void reply(Exchange exchange, Begun begun) throws IOException, InterruptedException {
    var head = begun.head();
    var isHead = request.method().equals("HEAD");
    var length = BodyStream.length(head);
    var body = begun.origin().bodyOf(request, head);
    if (head.code() == 204 || head.code() == 304) {
      giveBack(begun, body);
      exchange.respond(head.code(), forClient(head), new byte[0]);
      return;
    }
    var html = !isHead && links.areIn(head) ? new HtmlLinks(links::rewritten) : null;
    if (html != null) {
      head = head.without("Content-Encoding");
      length = -1;
    }
    var chunked = !head.first("Transfer-Encoding").isEmpty();
    var stream = exchange.stream(head.code(), forClient(head), chunked ? -1 : length);
    stream.onClose(begun::close);
    try {
      if (html == null) {
        pass(body, stream);
      } else {
        pass(Unpacked.of(begun.head().first("Content-Encoding"), body), stream, html);
      }
      giveBack(begun, body);
      stream.end(body.trailers());
    } catch (IOException e) {
      stream.abort(); // The client must not take the part for the whole.
    }
  }

  /// Leaves the connection to the next request, if nothing of this one is left on it.
  private void giveBack(Begun begun, BodyStream body) {
    if (begun.head().persistent()
        && body.isFollowedBy()
        && begun.upload().isDone()
        && begun.lease().giveBack()) {
      origins.keep(to, begun.origin());
    }
  }

  private void pass(InputStream body, ByteStream stream) throws IOException, InterruptedException {
    var buffer = new byte[BUFFER];
    for (var n = body.read(buffer); n >= 0 && !stream.isClosed(); n = body.read(buffer)) {
      send(stream, Arrays.copyOf(buffer, n));
    }
  }

  private void pass(InputStream body, ByteStream stream, HtmlLinks html)
      throws IOException, InterruptedException {
    var buffer = new byte[BUFFER];
    for (var n = body.read(buffer); n >= 0 && !stream.isClosed(); n = body.read(buffer)) {
      send(stream, html.feed(buffer, n));
    }
    send(stream, html.end());
  }

  private void send(ByteStream stream, byte[] bytes) throws IOException, InterruptedException {
    if (bytes.length == 0) {
      return;
    }
    stream.write(bytes);
    stream.flush();
    awaitReader(stream);
  }

  private void awaitReader(Outflow to) throws IOException, InterruptedException {
    if (!to.isWritable() && !to.awaitWritable(Deadline.after(clock, origins.patience()))) {
      throw new IOException("the client does not read");
    }
  }

  /// Without what is about the one connection only, and the length, which is told anew; who else
  /// may read what this server serves is not for others to say. That there will be trailers is for
  /// the client to know.
  private static List<Header> forClient(ReplyHead head) {
    var out = new ArrayList<Header>();
    for (var header : Hops.without(head.headers())) {
      if (!NOT_FOR_CLIENTS.contains(header.name().toLowerCase(Locale.ROOT))) {
        out.add(header);
      }
    }
    for (var header : head.headers()) {
      if (header.name().equalsIgnoreCase("trailer")) {
        out.add(header);
      }
    }
    return out;
  }
}
