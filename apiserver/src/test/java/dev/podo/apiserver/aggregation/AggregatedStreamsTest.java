package dev.podo.apiserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What streams to and from the servers behind this one.
class AggregatedStreamsTest {
  private static final String PLACE =
      "/apis/wardle.example.com/v1alpha1/namespaces/default/flunders/one/connect";

  private static TestServer server;
  private static UpgradingServer sample;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.listening();
    var tls = SampleTls.of("sample.default.svc", server.pki().frontProxyCaPem());
    sample = new UpgradingServer(tls);
    new Registration(server, server.admin()).install(sample.port(), tls.caBundle());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    sample.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "SPDY/3.1"})
  void upgradesReachTheServerInTheNameOfWhoeverAsks(String protocol) throws Exception {
    var headers =
        new String[] {
          "X-Remote-User: root",
          "X-Remote-Group: system:masters",
          "X-Remote-Uid: 0",
          "X-Remote-Extra-Scopes: all",
          "Impersonate-User: anna",
          "Impersonate-Uid: 42",
          "Impersonate-Group: system:masters",
          "Impersonate-Extra-Team: blue"
        };
    var request =
        protocol.equals("websocket")
            ? RawClient.webSocket(PLACE, headers)
            : RawClient.upgrade(PLACE, protocol, headers);
    try (var client = RawClient.admin(server)) {
      client.send(request);

      assertThat(client.readHead())
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("upgrade: " + protocol);
      for (var word : List.of("one", "two", "three")) {
        client.send(word);
        assertThat(client.readText(word.length())).isEqualTo(word);
      }
    }
    assertThat(sample.lastHeaders())
        .contains(
            "X-Remote-User: anna",
            "X-Remote-Uid: 42",
            "X-Remote-Group: system:masters",
            "X-Remote-Group: system:authenticated",
            "X-Remote-Extra-team: blue")
        .noneMatch(it -> it.toLowerCase(Locale.ROOT).startsWith("impersonate-"))
        .doesNotContain("X-Remote-User: root", "X-Remote-Uid: 0", "X-Remote-Extra-Scopes: all");
  }

  @Test
  void whoMayNotAskMayNotUpgradeEither() throws Exception {
    try (var nobody = RawClient.of(server.pki(), null, server.server().address().getPort())) {
      nobody.send(RawClient.webSocket(PLACE, "X-Remote-User: root"));

      assertThat(nobody.readHead()).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void bodiesMayBeLargerThanThoseOfThisServersOwnKinds() {
    var size = 8 << 20;
    try (var client = TestClient.admin(server)) {
      var large = BodyPublishers.ofByteArray(new byte[size]);

      assertThat(client.send(client.request(PLACE).POST(large)).body()).isEqualTo(size + " bytes");
    }
  }
}
