package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.pki.Pki;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that leave HTTP.
class UpgradeTest {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int MUCH = 8 << 20;

  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("upgrade-test", environment);
  private final Pki pki = Pki.inMemory(List.of("localhost"), environment);
  private HttpServer server;
  private final Promise<Boolean> gone = new Promise<>(Clock.system());

  @AfterEach
  void stop() {
    scope.close();
  }

  private RawClient connect(Duration silence, Duration pingEvery, HttpHandler handler)
      throws IOException {
    var defaults = HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var late = Duration.ofHours(1);
    var patience = new HttpServerConfig.Patience(late, late, late, late, silence, pingEvery);
    var config = defaults.withPatience(patience);
    server = HttpServer.open(config, scope);
    server.listen(pki, handler);
    return RawClient.of(pki, pki.admin(), server.address().getPort());
  }

  private RawClient connect(HttpHandler handler) throws IOException {
    return connect(Duration.ofHours(1), Duration.ofHours(1), handler);
  }

  private void echoBytes(Exchange exchange) throws InterruptedException {
    exchange.onGone(() -> gone.complete(true));
    var connection = exchange.switchTo("Parrot", List.of(new Header("X-Word", "polly")));
    for (var bytes = connection.read(); bytes != null; bytes = connection.read()) {
      assertThat(connection.awaitWritable(Deadline.never())).isTrue();
      connection.write(bytes);
      connection.flush();
    }
  }

  private static void echoMessages(Exchange exchange) throws InterruptedException {
    var socket = exchange.upgrade("");
    for (var message = socket.receive(); message != null; message = socket.receive()) {
      assertThat(socket.awaitWritable(Deadline.never())).isTrue();
      socket.sendBinary(message.bytes());
      socket.flush();
    }
  }

  @Test
  void goesOnInBytes() throws Exception {
    try (var client = connect(this::echoBytes)) {
      client.send(RawClient.upgrade("/", "Parrot"));
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .containsIgnoringCase("connection: upgrade\r\n")
          .containsIgnoringCase("upgrade: Parrot\r\n")
          .contains("X-Word: polly\r\n");
      client.send("hello");
      assertThat(client.readText(5)).isEqualTo("hello");
    }
    assertThat(gone.await(Deadline.after(Clock.system(), Duration.ofSeconds(20)))).isTrue();
  }

  @Test
  void losesNothingOfMuchThatIsReadSlowly() throws Exception {
    try (var client = connect(this::echoBytes)) {
      client.send(RawClient.upgrade("/", "Parrot")).readHead();
      var much = new byte[MUCH];
      for (var i = 0; i < MUCH; i++) {
        much[i] = (byte) (i * 31 + (i >> 8));
      }
      scope.fork(
          "sender",
          () -> {
            try {
              client.send(much);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(client.read(MUCH)).isEqualTo(much);
    }
  }

  @Test
  void doesNotCutShortWhatAClientHasNotReadWhenItCloses() throws Exception {
    try (var client =
        connect(exchange -> {
          var connection = exchange.switchTo("Parrot", List.of());
          connection.read();
          connection.write(new byte[MUCH]);
          connection.close();
        })) {
      client.send(RawClient.upgrade("/", "Parrot")).readHead();
      // A server that closed with this unread would reset the connection.
      client.send("go").send(new byte[100_000]);
      assertThat(client.readAll()).hasSize(MUCH);
    }
  }

  @Test
  void answersPings() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      client.sendFrame(PING, bytes("are you there")).sendFrame(BINARY, bytes("more"));
      var pong = client.readFrame();
      assertThat(pong.first()).isEqualTo(PONG);
      assertThat(pong.text()).isEqualTo("are you there");
      assertThat(client.readFrame().text()).isEqualTo("more");
    }
  }

  @Test
  void pingsWhoSaysNothingAndLeavesHimAfterSilence() throws Exception {
    try (var client =
        connect(Duration.ofSeconds(1), Duration.ofMillis(100), UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      var frame = client.readFrame();
      assertThat(frame.first()).isEqualTo(PING);
      while (frame.first() == PING) {
        client.sendFrame(PONG, frame.payload());
        frame = client.readFrame();
      }
      assertThat(frame.first()).isEqualTo(CLOSE);
      assertThat(frame.closeCode()).isEqualTo(WebSocket.GOING_AWAY);
    }
  }

  @Test
  void saysGoodbyeToWhoSaysGoodbye() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      client.sendFrame(CLOSE, new byte[] {3, (byte) 232});
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.NORMAL);
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void closesAfterItsGoodbyeOnlyWhenItWasAnswered() throws Exception {
    try (var client =
        connect(exchange -> {
          var socket = exchange.upgrade("");
          socket.receive();
          socket.sendBinary(new byte[MUCH / 16]);
          socket.close(WebSocket.NORMAL, "done");
        })) {
      client.send(RawClient.webSocket("/")).readHead();
      client.sendFrame(BINARY, bytes("go")).sendFrame(BINARY, new byte[100_000]);
      assertThat(client.readFrame().payload()).hasSize(MUCH / 16);
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.NORMAL);
      client.sendFrame(CLOSE, new byte[] {3, (byte) 232});
      assertThat(client.readAll()).isEmpty();
    }
  }

  /// Whoever polls his socket sees a good-bye that came with what was said last only when something
  /// follows it.
  @Test
  void endsWithItsGoodbyeAlthoughNobodyAnswersIt() throws Exception {
    try (var client =
        connect(exchange -> {
          var socket = exchange.upgrade("");
          socket.sendBinary(bytes("done"));
          socket.close(WebSocket.NORMAL, "");
        })) {
      client.send(RawClient.webSocket("/")).readHead();
      assertThat(client.readFrame().text()).isEqualTo("done");
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.NORMAL);
      assertThat(client.readAll()).isEmpty();
      // That was the end of what the server says, not of the connection.
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void refusesMessagesThatAreTooBig() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      // Half of it now, in a frame, the other half in the next: only together too much.
      client.sendFrame(0x02, new byte[700 << 10]).sendFrame(0x80, new byte[700 << 10]);
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.MESSAGE_TOO_BIG);
    }
  }

  @Test
  void refusesFramesThatAreTooBig() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      client.send(new byte[] {(byte) BINARY, (byte) 255, 0, 0, 0, 1, 0, 0, 0, 0});
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.MESSAGE_TOO_BIG);
    }
  }

  @Test
  void refusesMalformedFrames() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      client.send(new byte[] {(byte) TEXT, 1, 'a'}); // not masked
      assertThat(client.readFrame().closeCode()).isEqualTo(WebSocket.PROTOCOL_ERROR);
    }
  }

  @Test
  void echoesMuchThroughMessages() throws Exception {
    try (var client = connect(UpgradeTest::echoMessages)) {
      client.send(RawClient.webSocket("/")).readHead();
      var part = new byte[60_000];
      scope.fork(
          "sender",
          () -> {
            try {
              for (var i = 0; i < 200; i++) {
                client.sendFrame(BINARY, part);
              }
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      for (var i = 0; i < 200; i++) {
        assertThat(client.readFrame().payload()).hasSameSizeAs(part);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
