package dev.podo.apiserver.proxy;

import static dev.podo.apiserver.Objects.node;
import static dev.podo.apiserver.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.NodeAddress;
import dev.podo.model.core.v1.NodeStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A client and a server behind this one may go on in a protocol of their own.
class RelayedUpgradesTest {
  private static TestServer server;
  private static Origin origin;

  @BeforeAll
  static void start() throws Exception {
    origin = new Origin();
    server = ProxyingTest.start(AddressRule.ANY);
    ProxyingTest.createPod(server, "web");
    ProxyingTest.keep(server, ProxyingTest.slice(origin.port(), 1));
    var api = server.admin();
    api.create(Services.KIND, service("front", "ClusterIP", 80), WriteOptions.defaults());
    var created = api.create(Nodes.KIND, node("node-1"), WriteOptions.defaults());
    var address = NodeAddress.builder().type("InternalIP").address("127.0.0.1").build();
    api.updateStatus(
        Nodes.KIND,
        created.withStatus(NodeStatus.builder().addresses(List.of(address)).build()),
        WriteOptions.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    origin.close();
  }

  static Stream<String> places() {
    return Stream.of(
        "/api/v1/namespaces/default/pods/web:" + origin.port() + "/proxy",
        "/api/v1/namespaces/default/services/front:80/proxy",
        "/api/v1/nodes/node-1:" + origin.port() + "/proxy");
  }

  @ParameterizedTest
  @MethodSource("places")
  void goOnInAnyProtocolThroughAnyProxy(String place) throws Exception {
    for (var request :
        List.of(
            RawClient.webSocket(place + "/chat", "Authorization: Bearer secret"),
            RawClient.upgrade(place + "/chat", "SPDY/3.1", "X-Stream-Protocol-Version: v1"))) {
      try (var client = RawClient.admin(server)) {
        // Whoever does not wait for the answer loses nothing.
        client.send(request + "early ");

        assertThat(client.readHead())
            .startsWith("HTTP/1.1 101")
            .containsIgnoringCase("upgrade: " + (request.contains("SPDY") ? "SPDY" : "websocket"))
            .contains("X-Own: kept");
        assertThat(client.readText(6)).isEqualTo("early ");
        client.send("and late.");
        assertThat(client.readText(8)).isEqualTo("and late");
        assertThat(client.readAll()).isEmpty(); // The other server has ended it.
      }
      assertThat(origin.lastHeaders()).doesNotContainKey("authorization");
    }
  }

  /// A page is asked for with a slash, so that its links lead somewhere; here there are none.
  @Test
  void needNoSlash() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(RawClient.webSocket(places().findFirst().orElseThrow()));

      assertThat(client.readHead()).startsWith("HTTP/1.1 101");
    }
  }

  @Test
  void aServerMayDecline() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(RawClient.webSocket(places().findFirst().orElseThrow() + "/no-chat"));

      assertThat(client.readHead()).startsWith("HTTP/1.1 403");
      assertThat(client.readText(12)).isEqualTo("not with you");
    }
  }
}
