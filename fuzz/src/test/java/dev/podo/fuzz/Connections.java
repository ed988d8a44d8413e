package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.HttpHandler;
import dev.podo.apiserver.http.PlainConnection;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.apiserver.request.RequestInfoParser;
import dev.podo.apiserver.spdy.HostileSession;
import dev.podo.machinery.errors.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What arrives on a connection. The first byte of an input tells how many bytes arrive at once.
final class Connections {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] HANDSHAKE =
      """
      GET /exec HTTP/1.1\r
      Host: podo\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Protocol: v5.channel.k8s.io\r
      Sec-WebSocket-Version: 13\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private Connections() {}

  private static int atOnce(byte[] input) {
    var first = input.length == 0 ? 0 : input[0] & 0xff;
    return first == 0 ? Integer.MAX_VALUE / 2 : first;
  }

  private static byte[] rest(byte[] input) {
    return input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
  }

  static void http1(byte[] input) throws InterruptedException {
    var answers = new Answers();
    var connection = new PlainConnection(false, answers);
    connection.receive(rest(input), atOnce(input));
    var sent = new String(connection.sent(), StandardCharsets.ISO_8859_1);
    assertThat(sent.isEmpty() || sent.startsWith("HTTP/1.")).as(sent).isTrue();
    connection.close();
    answers.drain();
  }

  static void http2(byte[] input) throws InterruptedException {
    var answers = new Answers();
    var connection = new PlainConnection(true, answers);
    connection.receive(PREFACE, PREFACE.length);
    connection.receive(NO_SETTINGS, NO_SETTINGS.length);
    connection.receive(rest(input), atOnce(input));
    assertFrames(connection.sent());
    connection.close();
    answers.drain();
  }

  /// What the server sends consists of whole frames.
  private static void assertFrames(byte[] sent) {
    var at = 0;
    while (at < sent.length) {
      assertThat(sent.length - at).as("the head of a frame").isGreaterThanOrEqualTo(9);
      var length = (sent[at] & 0xff) << 16 | (sent[at + 1] & 0xff) << 8 | (sent[at + 2] & 0xff);
      at += 9 + length;
    }
    assertThat(at).as("the end of a frame").isEqualTo(sent.length);
  }

  static void webSocket(byte[] input) throws InterruptedException {
    var answers = new Answers();
    var connection = new PlainConnection(false, answers);
    connection.receive(HANDSHAKE, HANDSHAKE.length);
    assertThat(answers.sockets).hasSize(1);
    connection.receive(rest(input), atOnce(input));
    connection.close();
    answers.drain();
  }

  static void spdy(byte[] input) throws InterruptedException {
    var frames = new HostileSession(rest(input), atOnce(input)).run();
    assertThat(frames)
        .as("answers to frames of 8 bytes and more")
        .isLessThanOrEqualTo(input.length);
  }

  /// Answers each request at once, in one of the ways there are.
  private static final class Answers implements HttpHandler {
    private final List<WebSocket> sockets = new ArrayList<>();

    @Override
    public void handle(Exchange exchange) throws InterruptedException {
      var request = exchange.request();
      String about;
      try {
        about = RequestInfoParser.parse(request).toString();
      } catch (ApiException refused) {
        exchange.respond(refused.code(), List.of(), new byte[0]);
        return;
      }
      if (request.asksForWebSocket()) {
        upgrade(exchange);
      } else if (request.query().flag("watch")) {
        var stream = exchange.stream(200, List.of(new Header("Content-Type", "text/plain")));
        stream.write(List.of(about.getBytes(StandardCharsets.UTF_8)));
        stream.end();
      } else {
        exchange.respond(200, List.of(), request.body());
      }
    }

    private void upgrade(Exchange exchange) throws InterruptedException {
      try {
        sockets.add(exchange.upgrade(exchange.request().headers().first("Sec-WebSocket-Protocol")));
      } catch (RuntimeException refused) {
        exchange.abort();
      }
    }

    /// Reads what the sockets have received, to the end that closing the connection has brought.
    void drain() throws InterruptedException {
      for (var socket : sockets) {
        while (socket.receive() != null) {
          assertThat(socket.isClosed()).isTrue();
        }
      }
    }
  }
}
