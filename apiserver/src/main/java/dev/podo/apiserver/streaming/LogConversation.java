package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends a container's log: as the body of a response, or as messages of a WebSocket. The response
/// begins when something is written first, so that an error before it is told as a Status; nothing
/// at all will do, for a client that follows a log in which there is nothing yet.
final class LogConversation {
  private static final List<Header> HEADERS =
      List.of(
          new Header("Content-Type", "text/plain"),
          new Header("Cache-Control", "no-cache, private"));
  private static final List<String> PROTOCOLS = List.of("binary.k8s.io", "base64.binary.k8s.io");

  /// Who follows a log may look at something else meanwhile, and who pages through one takes his
  /// time.
  private static final Duration SLOWEST_READER = Duration.ofHours(4);

  private final Exchange exchange;
  private final Scope scope;
  private @Nullable ByteStream stream;
  private @Nullable WebSocket socket;

  LogConversation(Exchange exchange, Scope scope) {
    this.exchange = exchange;
    this.scope = scope;
  }

  /// Writes a log.
  @FunctionalInterface
  interface Source {
    void writeTo(ByteSink sink) throws InterruptedException;
  }

  void hold(Source source) throws InterruptedException {
    var leaving = new Leaving(exchange);
    try {
      if (exchange.request().asksForWebSocket()) {
        overWebSocket(source);
      } else {
        overHttp(source);
      }
    } catch (PeerGoneException e) {
      exchange.abort();
    } catch (InterruptedException e) {
      if (!leaving.end()) {
        throw e;
      }
    } finally {
      leaving.end();
    }
  }

  private void overHttp(Source source) throws InterruptedException {
    source.writeTo(this::write);
    var open = stream;
    if (open == null) {
      exchange.respond(200, HEADERS, new byte[0]);
    } else {
      open.end();
    }
  }

  private void write(byte[] bytes) throws InterruptedException {
    var open = stream;
    if (open == null) {
      open = exchange.stream(200, HEADERS);
      stream = open;
    }
    if (!open.awaitWritable(slowest())) {
      open.abort();
      throw new PeerGoneException("the client does not read its log");
    }
    if (bytes.length > 0) {
      open.write(bytes);
      open.flush();
    }
  }

  private void overWebSocket(Source source) throws InterruptedException {
    var protocol = ChannelProtocol.choose(exchange.request(), PROTOCOLS);
    try {
      source.writeTo(bytes -> send(socket(protocol), protocol, bytes));
    } catch (ApiException e) {
      var open = socket;
      if (open == null) {
        throw e;
      }
      open.close(WebSocket.INTERNAL_ERROR, "the log cannot be read");
      return;
    }
    socket(protocol).close(WebSocket.NORMAL, "");
  }

  private WebSocket socket(String protocol) throws InterruptedException {
    var open = socket;
    if (open == null) {
      open = exchange.upgrade(protocol);
      socket = open;
    }
    return open;
  }

  private void send(WebSocket socket, String protocol, byte[] bytes) throws InterruptedException {
    if (!socket.awaitWritable(slowest())) {
      throw new PeerGoneException("the client does not read its log");
    }
    if (bytes.length == 0) {
      return;
    }
    if (protocol.startsWith("base64")) {
      socket.sendText(Base64.getEncoder().encode(bytes));
    } else {
      socket.sendBinary(bytes);
    }
    socket.flush();
  }

  private Deadline slowest() {
    return Deadline.after(scope.environment().clock(), SLOWEST_READER);
  }
}
