package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.Connection;
import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.Outflow;
import dev.podo.apiserver.request.Answer;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Hands one request on and its reply back. The thread of the request reads a piece from the one
/// side only when the other has taken the last: what is held between two ends of whatever speed is
/// one buffer, and what the client's connection may have queued.
public final class Relay implements Answer.Conversation {
  private static final int BUFFER = 32 << 10;
  private static final Duration SLOWEST_DIAL = Duration.ofSeconds(30);
  private static final Duration SLOWEST_READ = Duration.ofMinutes(5);

  private final Destination to;
  private final Outbound request;
  private final Links links;
  private final Deadline deadline;
  private final Scope scope;
  private final Clock clock;

  /// @param deadline by which the reply must have begun
  /// @param scope on whose threads it goes on after a change of protocols
  public Relay(Destination to, Outbound request, Links links, Deadline deadline, Scope scope) {
    this.to = to;
    this.request = request;
    this.links = links;
    this.deadline = deadline;
    this.scope = scope;
    this.clock = scope.environment().clock();
  }

  @Override
  public void hold(Exchange exchange) throws InterruptedException {
    try (var origin =
        OriginConnection.open(to, clock, Deadline.after(clock, SLOWEST_DIAL).orEarlier(deadline))) {
      exchange.onGone(origin::close);
      origin.boundBy(deadline);
      var head = links.rewritten(origin.exchange(request));
      origin.boundBy(Deadline.never());
      if (head.isSwitching()) {
        converse(exchange, head, origin);
      } else {
        reply(exchange, head, origin);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + to.name());
      }
      throw ApiErrors.serviceUnavailable("error trying to reach service: " + e.getMessage());
    }
  }

  /// From here on there are but bytes, both ways at once.
  private void converse(Exchange exchange, ReplyHead head, OriginConnection origin)
      throws IOException, InterruptedException {
    if (!exchange.request().asksForUpgrade()) {
      throw new IOException("the protocol was changed, though nobody asked for it");
    }
    var connection = exchange.switchTo(head.first("Upgrade"), forClient(head));
    connection.onClose(origin::close);
    scope.fork("upgraded", () -> fromClient(connection, origin));
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

  private static void fromClient(Connection connection, OriginConnection origin)
      throws InterruptedException {
    try {
      for (var bytes = connection.read(); bytes != null; bytes = connection.read()) {
        origin.write(bytes);
      }
    } catch (IOException e) {
      connection.abort();
    } finally {
      origin.close();
    }
  }

  private void reply(Exchange exchange, ReplyHead head, OriginConnection origin)
      throws IOException, InterruptedException {
    var isHead = request.method().equals("HEAD");
    var length = BodyStream.length(head);
    var body = origin.body(request, head);
    if (head.code() == 204 || head.code() == 304) {
      exchange.respond(head.code(), forClient(head), new byte[0]);
      return;
    }
    var html = !isHead && links.areIn(head) ? new HtmlLinks(links::rewritten) : null;
    if (html != null) {
      body = Unpacked.of(head.first("Content-Encoding"), body);
      head = head.without("Content-Encoding");
      length = -1;
    }
    var chunked = !head.first("Transfer-Encoding").isEmpty();
    var stream = exchange.stream(head.code(), forClient(head), chunked ? -1 : length);
    stream.onClose(origin::close);
    try {
      if (html == null) {
        pass(body, stream);
      } else {
        pass(body, stream, html);
      }
      stream.end();
    } catch (IOException e) {
      stream.abort(); // The client must not take the part for the whole.
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
    if (!to.isWritable() && !to.awaitWritable(Deadline.after(clock, SLOWEST_READ))) {
      throw new IOException("the client does not read");
    }
  }

  /// Without what is about the one connection only, and the length, which is told anew.
  private static List<Header> forClient(ReplyHead head) {
    var out = new ArrayList<Header>();
    for (var header : Hops.without(head.headers())) {
      if (!header.name().toLowerCase(Locale.ROOT).equals("content-length")) {
        out.add(header);
      }
    }
    return out;
  }
}
