package dev.podo.apiserver.watch;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebSocketWatchTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final TestServer server = TestServer.listening();

  @AfterEach
  void stop() {
    server.close();
  }

  private void create(String name) {
    server.admin().create(ConfigMaps.KIND, configMap(name), WriteOptions.defaults());
  }

  @Test
  void sendsEachEventAsAMessage() throws Exception {
    var messages = new LinkedBlockingQueue<String>();
    try (var client = TestClient.admin(server)) {
      var socket = client.webSocket(MAPS + "?watch=1", new Texts(messages), "v1.whatever");
      assertThat(socket.getSubprotocol()).isEqualTo("v1.whatever");

      create("a");
      create("b");

      assertThat(messages.take()).startsWith("{\"type\":\"ADDED\"").contains("\"name\":\"a\"");
      assertThat(messages.take()).contains("\"name\":\"b\"");
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamsEventsAsTheyCome(HttpClient.Version version) throws Exception {
    try (var client = TestClient.admin(server, version)) {
      var response = client.open(client.request(MAPS + "?watch=1"));
      assertThat(response.version()).isEqualTo(version);
      try (var reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (var i = 0; i < 50; i++) {
          create("m" + i);
          assertThat(reader.readLine()).contains("\"name\":\"m" + i + "\"");
        }
      }
    }
  }

  @Test
  void manyWatchersSeeTheSameInTheSameOrder() throws Exception {
    try (var client = TestClient.admin(server, HttpClient.Version.HTTP_2)) {
      var readers = new ArrayList<BufferedReader>();
      for (var i = 0; i < 20; i++) {
        var body = client.open(client.request(MAPS + "?watch=1")).body();
        readers.add(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
      }
      for (var i = 0; i < 100; i++) {
        create("m" + i);
      }
      for (var reader : readers) {
        for (var i = 0; i < 100; i++) {
          assertThat(reader.readLine()).contains("\"name\":\"m" + i + "\"");
        }
      }
    }
  }

  private record Texts(BlockingQueue<String> messages) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      messages.add(text.toString());
      socket.request(1);
      return null;
    }
  }
}
