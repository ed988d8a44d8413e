package dev.podo.apiserver.watch;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  /// A message is an event, with no length before it.
  @Test
  void sendsProtobufAsBinaryMessages() throws Exception {
    var messages = new LinkedBlockingQueue<byte[]>();
    try (var client = TestClient.admin(server)) {
      create("a");
      var accept = "application/vnd.kubernetes.protobuf;stream=watch";
      client.webSocketAs(accept, MAPS + "?watch=1", new Binaries(messages));
      var message = new String(messages.take(), StandardCharsets.ISO_8859_1);
      assertThat(message).startsWith("\n\u0005ADDED").contains("k8s\0");
    }
  }

  @Test
  void tellsOfANamespaceUntilItHasGone() throws Exception {
    var admin = server.admin();
    var made =
        admin.create(
            Namespaces.KIND,
            Namespace.EMPTY.withMetadata(ObjectMeta.builder().name("shop").build()),
            WriteOptions.defaults());
    try (var client = TestClient.admin(server)) {
      var watch =
          client.open(
              client.request(
                  "/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Dshop&resourceVersion="
                      + made.metadata().resourceVersion()));
      try (var reader =
          new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
        var going = admin.delete(Namespaces.KIND, "", "shop", DeleteOptions.EMPTY);
        assertThat(reader.readLine())
            .startsWith("{\"type\":\"MODIFIED\"")
            .contains("\"phase\":\"Terminating\"");
        assertThat(going).isNotNull();
        var done = going.withSpec(going.spec().with(s -> s.finalizers(List.of())));
        var finalized =
            client.send(
                client.body(
                    "PUT",
                    "/api/v1/namespaces/shop/finalize",
                    "application/json",
                    new String(Json.encode(done), StandardCharsets.UTF_8)));
        assertThat(finalized.statusCode()).isEqualTo(200);
        assertThat(reader.readLine()).contains("\"name\":\"shop\"");
      }
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

  private record Binaries(BlockingQueue<byte[]> messages) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      var message = new byte[data.remaining()];
      data.get(message);
      messages.add(message);
      socket.request(1);
      return null;
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
