package dev.podo.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.pki.Pki;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpServerTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("http-test", environment);
  private final Pki pki = Pki.inMemory(List.of("localhost"), environment);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpServer.open(HttpServerConfig.on(bind), scope);
    server.listen(pki, HttpServerTest::answer);
  }

  @AfterEach
  void stop() {
    scope.close();
  }

  private static void answer(Exchange exchange) {
    var request = exchange.request();
    switch (request.rawPath()) {
      case "/echo" -> exchange.respond(200, List.of(), request.body());
      case "/user" ->
          exchange.respond(
              200,
              List.of(),
              bytes(
                  request.peer().certificates().isEmpty()
                      ? "nobody"
                      : request
                          .peer()
                          .certificates()
                          .getFirst()
                          .getSubjectX500Principal()
                          .getName()));
      case "/large" -> {
        var pieces = new ArrayList<byte[]>();
        for (var i = 0; i < 4_000; i++) {
          pieces.add(new byte[1_000]);
        }
        exchange.respond(200, List.of(), pieces);
      }
      case "/stream" -> {
        var stream = exchange.stream(200, List.of());
        for (var i = 0; i < 3; i++) {
          stream.write(bytes("line " + i + "\n"));
          stream.flush();
        }
        stream.end();
      }
      case "/query" -> exchange.respond(200, List.of(), bytes(request.query().all("q").toString()));
      default -> exchange.respond(404, List.of(), new byte[0]);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private TestClient client(HttpClient.Version version) {
    return TestClient.of(pki, server.address().getPort(), pki.admin(), version);
  }

  /// A peer that has vanished is missed within minutes, not hours.
  @Test
  @EnabledOnOs(OS.LINUX)
  void looksAfterConnectionsOnWhichNothingIsSent() throws Exception {
    try (var peer = new Socket(server.address().getAddress(), server.address().getPort())) {
      var deadline = Deadline.after(Clock.system(), Duration.ofMinutes(2));
      while (!isLookedAfter(peer.getLocalPort())) {
        assertThat(deadline.hasPassed(Clock.system())).isFalse();
        Clock.system().sleep(Duration.ofMillis(10));
      }
    }
  }

  /// Whether the kernel will probe the server's end of a connection within half a minute.
  private boolean isLookedAfter(int peerPort) throws IOException {
    var ends = ":%04X [0-9A-F]+:%04X 01 ".formatted(server.address().getPort(), peerPort);
    var probes = Pattern.compile(ends + "[0-9A-F:]+ 02:([0-9A-F]+) ");
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      var entry = probes.matcher(Files.readString(Path.of(table)));
      if (entry.find()) {
        return Long.parseLong(entry.group(1), 16) <= 30 * 100; // hundredths of a second
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource
  void answersManyRequestsOnOneConnection(HttpClient.Version version) {
    try (var client = client(version)) {
      for (var i = 0; i < 20; i++) {
        var response =
            client.send(client.request("/echo").POST(BodyPublishers.ofString("body " + i)));
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.body()).isEqualTo("body " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamsBodiesOfAnyLength(HttpClient.Version version) {
    try (var client = client(version)) {
      assertThat(client.get("/stream").body()).isEqualTo("line 0\nline 1\nline 2\n");
      assertThat(client.sendForBytes(client.request("/large")).body()).hasSize(4_000_000);
      assertThat(client.get("/stream").body()).isEqualTo("line 0\nline 1\nline 2\n");
    }
  }

  @Test
  void showsTheClientsCertificate() {
    try (var client = client(HttpClient.Version.HTTP_2);
        var nobody =
            TestClient.of(pki, server.address().getPort(), null, HttpClient.Version.HTTP_2)) {
      assertThat(client.get("/user").body()).contains("CN=kubernetes-admin");
      assertThat(nobody.get("/user").body()).isEqualTo("nobody");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesBodiesThatAreTooLarge(HttpClient.Version version) {
    try (var client = client(version)) {
      var exact =
          client.send(client.request("/echo").POST(BodyPublishers.ofByteArray(new byte[3 << 20])));
      assertThat(exact.statusCode()).isEqualTo(200);

      try {
        var request = BodyPublishers.ofByteArray(new byte[(3 << 20) + 1]);
        var response = client.send(client.request("/echo").POST(request));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("RequestEntityTooLarge");
      } catch (IllegalStateException closedWhileSending) {
        // The client may see the connection close before it reads why.
        assertThat(closedWhileSending).hasCauseInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void refusesHeadersAndUrlsThatAreTooLong() {
    try (var client = client(HttpClient.Version.HTTP_1_1)) {
      var headers = client.request("/echo").header("X-Long", "x".repeat(70_000));
      assertThat(client.send(headers).statusCode()).isEqualTo(431);
      assertThat(client.get("/echo?q=" + "x".repeat(1 << 20)).statusCode()).isEqualTo(414);
    }
  }

  @Test
  void decodesQueries() {
    try (var client = client(HttpClient.Version.HTTP_1_1)) {
      assertThat(client.get("/query?q=a%3Db&q=c+d&x=y").body()).isEqualTo("[a=b, c d]");
      assertThat(client.get("/query?q=").body()).isEqualTo("[]");
    }
  }

  @Test
  void saysWhichAddressIsTaken() {
    assertThatThrownBy(() ->
            HttpServer.open(HttpServerConfig.on(server.address()), scope)
                .listen(pki, HttpServerTest::answer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(server.address().getPort()));
  }

  @Test
  void closesItsConnectionsWithItsScope() {
    try (var client = client(HttpClient.Version.HTTP_1_1)) {
      assertThat(client.get("/echo").statusCode()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(1);

      scope.close();

      assertThatThrownBy(() -> client.get("/echo")).hasCauseInstanceOf(IOException.class);
    }
  }
}
