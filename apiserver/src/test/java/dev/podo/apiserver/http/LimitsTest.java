package dev.podo.apiserver.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.Http2Frames;
import dev.podo.apiserver.pki.Pki;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What clients do that mean no good, on bare connections.
@Timeout(180) // Whatever is not cut off fails its test; it does not hang it.
class LimitsTest {
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofMinutes(10);

  private static final String UPGRADE =
      """
      GET /socket HTTP/1.1
      Host: x
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("limits-test", environment);
  private final Pki pki = Pki.inMemory(List.of("localhost"), environment);
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Exchange> held = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    start(new HttpServerConfig.Patience(LATE, LATE, LATE, LATE, LATE, LATE));
  }

  private void start(HttpServerConfig.Patience patience) throws IOException {
    start(patience, 20_000);
  }

  private void start(HttpServerConfig.Patience patience, int maxConnections) throws IOException {
    var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var limits = new HttpServerConfig.Limits(3 << 20, 64 << 10, 64 << 10, maxConnections, 3);
    var config = HttpServerConfig.on(bind).withLimits(limits).withPatience(patience);
    server = HttpServer.open(config, scope);
    server.listen(pki, this::answer);
  }

  @AfterEach
  void stop() {
    scope.close();
  }

  private void answer(Exchange exchange) throws InterruptedException {
    asked.incrementAndGet();
    switch (exchange.request().rawPath()) {
      case "/hold" -> held.add(exchange);
      case "/half" -> exchange.respond(200, List.of(), new byte[400_000]);
      case "/large" -> exchange.respond(200, List.of(), List.of(new byte[20_000_000]));
      case "/socket" -> {
        var socket = exchange.upgrade("");
        while (socket.receive() != null) {
          socket.sendText(new byte[] {'o', 'k'});
          socket.flush();
        }
      }
      default -> exchange.respond(200, List.of(), exchange.request().body());
    }
  }

  private RawConnection http1() {
    return RawConnection.http1(pki, server.address().getPort());
  }

  private RawConnection http2(byte... settings) {
    return RawConnection.http2(pki, server.address().getPort(), settings);
  }

  private void awaitNoConnection() throws InterruptedException {
    while (server.connections() > 0) {
      environment.clock().sleep(Duration.ofMillis(10));
    }
  }

  @Test
  void refusesABodyByItsLengthBeforeItIsSent() throws Exception {
    start(new HttpServerConfig.Patience(LATE, SOON, LATE, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3145729\r\n\r\n");

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 413 ")
          .contains("\"message\":\"Request entity too large: limit is 3145728\"")
          .contains("\"reason\":\"RequestEntityTooLarge\",\"code\":413");
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesAChunkedBodyOnceItIsTooLarge() throws Exception {
    try (var client = http1()) {
      client.write("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      var chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
      for (var i = 0; i < 8; i++) {
        client.write(chunk);
      }
      client.write("0\r\n\r\n");
      // Whoever writes to the end reads why.
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("RequestEntityTooLarge");
    }
    try (var client = http1()) {
      client.write("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      var chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
      assertThat(client.writesUntilClosed(chunk.getBytes(US_ASCII), 1_000, 0)).isTrue();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesUrlsAndHeadersThatAreTooLong() {
    try (var client = http1()) {
      client.write("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 414 ")
          .contains("\"kind\":\"Status\"")
          .contains("\"code\":414");
    }
    try (var client = http1()) {
      client.write("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 431 ")
          .contains("\"kind\":\"Status\"")
          .contains("\"code\":431");
    }
    try (var client = http1()) {
      client.write("GET / HTTP/1.1\r\n");
      try {
        for (var i = 0; i < 10_000; i++) {
          client.write("X-" + i + ": " + i + "\r\n");
        }
      } catch (UncheckedIOException closed) {
        // It does not listen any more.
      }
      assertThat(client.readToEnd())
          .satisfiesAnyOf(
              answer -> assertThat(answer).startsWith("HTTP/1.1 431 "),
              answer -> assertThat(answer).isEmpty());
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesWhatIsNotHttp() {
    try (var client = http1()) {
      client.write("\0\1\2\3 nonsense\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("\"kind\":\"Status\"");
    }
  }

  @Test
  void cutsOffAHeadThatDoesNotCome() throws Exception {
    start(new HttpServerConfig.Patience(SOON, LATE, LATE, LATE, LATE, LATE));
    try (var silent = http1();
        var stalled = http1();
        var dripping = http1()) {
      stalled.write("GET / HTTP/1.1\r\nHos");
      assertThat(dripping.writesUntilClosed(new byte[] {'x'}, 6_000, 10)).isTrue();
      assertThat(stalled.readToEnd()).startsWith("HTTP/1.1 408 ").contains("\"code\":408");
      assertThat(silent.readToEnd()).startsWith("HTTP/1.1 408 ");
    }
    awaitNoConnection();
  }

  @Test
  void cutsOffASecondHeadThatDoesNotCome() throws Exception {
    start(new HttpServerConfig.Patience(SOON, LATE, LATE, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write("GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
      while (asked.get() == 0) {
        environment.clock().sleep(Duration.ofMillis(5));
      }
      client.write("GET /sec");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
    }
  }

  @Test
  void cutsOffABodyThatDoesNotCome() throws Exception {
    start(new HttpServerConfig.Patience(LATE, SOON, LATE, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("\"kind\":\"Status\"");
    }
    try (var client = http2()) {
      client.write(
          Http2Frames.frame(
              Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, Http2Frames.head("/x")));
      assertThat(client.await(Http2Frames.DATA).payload()).asString().contains("\"code\":408");
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void cutsOffWhoDoesNotReadALongBody() throws Exception {
    start(new HttpServerConfig.Patience(LATE, LATE, SOON, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      awaitNoConnection();
    }
  }

  @Test
  void cutsOffWhoAsksAndAsksAndDoesNotRead() throws Exception {
    start(new HttpServerConfig.Patience(LATE, LATE, SOON, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write("GET /half HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
      awaitNoConnection();
    }
    // It was cut off long before all was worked on: answers do not pile up.
    assertThat(asked.get()).isBetween(2, 99);
  }

  @Test
  void endsAConnectionThatAsksTooMuchAhead() {
    try (var client = http1()) {
      client.write("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500));
      client.readToEnd();
    }
    assertThat(asked.get()).isLessThanOrEqualTo(1);
  }

  @Test
  void resetsAStreamThatIsNotRead() throws Exception {
    start(new HttpServerConfig.Patience(LATE, LATE, SOON, LATE, LATE, LATE));
    byte[] noWindow = {0, 4, 0, 0, 0, 0};
    try (var client = http2(noWindow)) {
      client.write(Http2Frames.get(1, "/half"));
      assertThat(client.await(Http2Frames.RST_STREAM).stream()).isEqualTo(1);
      client.write(Http2Frames.get(3, "/large"));
      assertThat(client.await(Http2Frames.RST_STREAM).stream()).isEqualTo(3);
    }
  }

  @Test
  void tellsHowManyStreamsThereMayBeAndRefusesMore() {
    try (var client = http2()) {
      var settings = client.await(Http2Frames.SETTINGS).payload();
      assertThat(settings).containsSequence(0, 3, 0, 0, 0, 3);
      for (var stream = 1; stream <= 7; stream += 2) {
        client.write(Http2Frames.get(stream, "/hold"));
      }
      var refused = client.await(Http2Frames.RST_STREAM);
      assertThat(refused.stream()).isEqualTo(7);
      assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
    }
  }

  @Test
  void endsAConnectionThatResetsItsStreamsAllTheTime() {
    try (var client = http2()) {
      byte[] cancel = {0, 0, 0, 8};
      try {
        for (var i = 0; i < 3_000; i++) {
          client.write(Http2Frames.get(2 * i + 1, "/hold"));
          client.write(Http2Frames.frame(Http2Frames.RST_STREAM, 0, 2 * i + 1, cancel));
        }
      } catch (UncheckedIOException closed) {
        // It does not listen any more.
      }
      assertThat(client.await(Http2Frames.GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
    assertThat(asked.get()).isLessThanOrEqualTo(2_001);
  }

  @Test
  void endsAHeadOfManyPieces() {
    try (var client = http2()) {
      client.write(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1));
      try {
        for (var i = 0; i < 100; i++) {
          client.write(Http2Frames.frame(Http2Frames.CONTINUATION, 0, 1, (byte) 0));
        }
      } catch (UncheckedIOException closed) {
        // It does not listen any more.
      }
      assertThat(client.await(Http2Frames.GOAWAY)).isNotNull();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesAHeadThatIsTooLargeOverHttp2() {
    try (var client = http2()) {
      var head = new ByteArrayOutputStream();
      head.writeBytes(Http2Frames.head("/x"));
      for (var i = 0; i < 10; i++) {
        Http2Frames.literal(head, "x-" + i, "x".repeat(15_000));
      }
      var bytes = head.toByteArray();
      for (var at = 0; at < bytes.length; at += 16_000) {
        var end = Math.min(bytes.length, at + 16_000);
        var flags = end == bytes.length ? Http2Frames.END_HEADERS : 0;
        client.write(
            Http2Frames.frame(
                at == 0 ? Http2Frames.HEADERS : Http2Frames.CONTINUATION,
                flags | (at == 0 ? Http2Frames.END_STREAM : 0),
                1,
                Arrays.copyOfRange(bytes, at, end)));
      }
      assertThat(client.await(Http2Frames.DATA).payload())
          .asString()
          .contains("\"kind\":\"Status\"")
          .contains("\"code\":431");
      // The connection goes on.
      client.write(Http2Frames.get(3, "/x"));
      while (client.await(Http2Frames.HEADERS).stream() != 3) {
        // The answer to the first.
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void endsFloodsWhoseAcknowledgementsNobodyReads() throws Exception {
    for (var type : List.of(Http2Frames.PING, Http2Frames.SETTINGS)) {
      try (var client = http2()) {
        var one = Http2Frames.frame(type, 0, 0, new byte[type == Http2Frames.PING ? 8 : 0]);
        var many = new ByteArrayOutputStream();
        for (var i = 0; i < 1_000; i++) {
          many.writeBytes(one);
        }
        assertThat(client.writesUntilClosed(many.toByteArray(), 20_000, 0)).isTrue();
      }
    }
  }

  @Test
  void pingsAloneKeepNobodyConnected() throws Exception {
    start(new HttpServerConfig.Patience(LATE, LATE, LATE, SOON, LATE, LATE));
    try (var client = http2()) {
      var ping = Http2Frames.frame(Http2Frames.PING, 0, 0, new byte[8]);
      assertThat(client.writesUntilClosed(ping, 6_000, 10)).isTrue();
    }
  }

  @Test
  void closesConnectionsBeyondThoseThatThereMayBe() throws Exception {
    start(new HttpServerConfig.Patience(LATE, LATE, LATE, LATE, LATE, LATE), 2);
    try (var one = http1();
        var two = http1()) {
      assertThatThrownBy(this::http1).hasCauseInstanceOf(IOException.class);
      for (var client : List.of(one, two)) {
        client.write("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      }
    }
    awaitNoConnection();
    try (var again = http1()) {
      again.write("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(again.readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void closesAWebSocketWhoseFramesAreTooLarge() {
    try (var client = http1()) {
      client.write(UPGRADE);
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
      // A binary frame of two megabytes, masked: its head suffices.
      client.write(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0});
      // Closed as too big: a close frame with the code 1009.
      assertThat(client.readToEnd()).startsWith("\u0088").contains("\u0003\u00f1");
    }
  }

  @Test
  void holdsAnUpgradedConnectionToNoHead() throws Exception {
    start(new HttpServerConfig.Patience(SOON, LATE, LATE, LATE, LATE, LATE));
    try (var client = http1()) {
      client.write(UPGRADE);
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
      environment.clock().sleep(SOON.multipliedBy(2));
      byte[] text = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};
      client.write(text);
      environment.clock().sleep(SOON.multipliedBy(2));
      client.write(text);
      byte[] close = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};
      client.write(close);
      assertThat(client.readToEnd()).contains("ok").doesNotContain("408");
    }
  }
}
