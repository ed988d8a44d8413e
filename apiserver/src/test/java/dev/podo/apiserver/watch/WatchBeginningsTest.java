package dev.podo.apiserver.watch;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.Objects;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.watch.WatchSocket.Transport;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.meta.v1.Status;
import dev.podo.store.Commit;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// From which version a watch begins, and what it says when it cannot: on every transport.
class WatchBeginningsTest {
  private static final String PATH = WatchedLeases.PATH + "&resourceVersion=";
  private static final String STATE =
      "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1";

  private final Clock clock = Environment.system().clock();
  private final TestServer server = TestServer.listening();

  @AfterEach
  void stop() {
    server.close();
  }

  private Deadline patience() {
    return Deadline.after(clock, Duration.ofMinutes(2));
  }

  /// @return the version that it makes
  private long change() throws Exception {
    var key = ObjectStore.key(Leases.KIND, "default", "busy");
    var lease = Lease.builder().metadata(Objects.meta("default", "busy")).build();
    var commit = Commit.<Stored>builder().put(key, new Stored(lease)).build();
    return server.store().commit(commit, patience()).revision();
  }

  @Test
  void tellsOnlyWhatComesAfterAVersionThatHasNotComeYet() throws Exception {
    change();
    var before = WatchedLeases.watchers(server);
    var asked = server.store().image().revision() + 200;
    var options = WatchOptions.from(Long.toString(asked)).withNamespace("default");
    try (var direct = server.admin().watch(Leases.KIND, options)) {
      var sockets = new ArrayList<WatchSocket>();
      for (var transport : Transport.values()) {
        sockets.add(WatchSocket.open(transport, server, PATH + asked, false));
      }
      WatchedLeases.awaitWatchers(server, before + sockets.size() + 1);
      var after = new ArrayList<Long>();
      while (after.size() < 3) {
        var made = change();
        if (made > asked) {
          after.add(made);
        } else {
          assertThat(direct.poll()).isNull();
        }
      }
      for (var version : after) {
        assertThat(direct.next(patience()))
            .satisfies(event -> assertThat(event.resourceVersion()).isEqualTo("" + version));
        for (var socket : sockets) {
          assertThat(socket.event()).contains("\"resourceVersion\":\"" + version + "\"");
        }
      }
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void tellsHowFarItIsOnceItIsFurtherThanItsBeginning() throws Exception {
    try (var client = TestClient.admin(server)) {
      var version = change();
      var ahead = version + 1_000_000;
      var bookmarks = "&allowWatchBookmarks=true&timeoutSeconds=1";
      var early = client.sendAsync(client.request(PATH + ahead + bookmarks));
      assertThat(early.join().statusCode()).isEqualTo(200);
      assertThat(early.join().body()).isEmpty();

      var made = configMap("elsewhere");
      var other = server.admin().create(ConfigMaps.KIND, made, WriteOptions.defaults());
      var lines = client.get(PATH + version + bookmarks).body().lines().toList();
      assertThat(lines)
          .singleElement()
          .satisfies(line -> {
            assertThat(line).startsWith("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Lease\"");
            assertThat(version(line))
                .isGreaterThanOrEqualTo(Long.parseLong(other.metadata().resourceVersion()));
          });
    }
  }

  private static long version(String event) {
    var from = event.indexOf("\"resourceVersion\":\"") + "\"resourceVersion\":\"".length();
    return Long.parseLong(event, from, event.indexOf('"', from), 10);
  }

  @Test
  void saysByAnEventThatAVersionIsTooOld() throws Exception {
    var old = change();
    change();
    server.store().compact(server.store().image().revision());
    for (var transport : Transport.values()) {
      try (var socket = WatchSocket.open(transport, server, PATH + old, false)) {
        assertThat(socket.event())
            .startsWith("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"")
            .contains("\"reason\":\"Expired\"", "\"code\":410")
            .contains("\"message\":\"too old resource version: " + old + " (");
        assertThat(socket.event()).as("nothing after that").isNull();
      }
    }
    try (var direct = server.admin().watch(Leases.KIND, WatchOptions.from("" + old))) {
      assertThatThrownBy(() -> direct.next(patience()))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isExpired()).isTrue());
    }
    try (var client = TestClient.admin(server)) {
      for (var form : List.of(METADATA, TABLE)) {
        assertThat(client.send(client.request(PATH + old).header("Accept", form)).body())
            .as("a Status in any form")
            .startsWith("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"")
            .contains("\"code\":410");
      }
      var frame = client.sendForBytes(client.request(PATH + old).header("Accept", PROTOBUF)).body();
      assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - Integer.BYTES);
      var text = new String(frame, StandardCharsets.ISO_8859_1);
      assertThat(text.substring(Integer.BYTES)).startsWith("\n\u0005ERROR\u0012");
      var object = Arrays.copyOfRange(frame, text.indexOf("k8s\0"), frame.length);
      var status = Protobuf.decode(Status.SCHEMA, object, Strictness.STRICT);
      assertThat(status.problems()).isEmpty();
      assertThat(status.value().reason()).isEqualTo("Expired");
    }
    // The state as it is now is never too old.
    try (var socket = WatchSocket.open(Transport.HTTP_1, server, PATH + old + STATE, false)) {
      assertThat(socket.event()).startsWith("{\"type\":\"ADDED\"");
      assertThat(socket.event()).contains("\"k8s.io/initial-events-end\":\"true\"");
    }
  }

  @Test
  void tellsTheEndOfTheStateInEveryForm() throws Exception {
    change();
    try (var client = TestClient.admin(server)) {
      var path = PATH + STATE + "&timeoutSeconds=1";
      var replies = new TreeMap<String, CompletableFuture<HttpResponse<String>>>();
      for (var form : List.of("application/json", METADATA, TABLE, PROTOBUF)) {
        replies.put(form, client.sendAsync(client.request(path).header("Accept", form)));
      }
      replies.forEach((form, reply) -> {
        var text = reply.join().body();
        assertThat(text).as(form).containsSubsequence("ADDED", "BOOKMARK");
        assertThat(text.split("k8s.io/initial-events-end", -1)).as(form).hasSize(2);
      });
    }
  }

  @Test
  void saysByAnEventThatAStateIsOfAVersionThatDoesNotCome() throws Exception {
    var ahead = change() + 1_000_000;
    try (var socket = WatchSocket.open(Transport.HTTP_1, server, PATH + ahead + STATE, false)) {
      assertThat(socket.event())
          .startsWith("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"")
          .contains("\"reason\":\"Timeout\"", "\"code\":504", "\"retryAfterSeconds\":1")
          .contains("\"message\":\"Timeout: Too large resource version: " + ahead + ", current: ")
          .contains("\"reason\":\"ResourceVersionTooLarge\"");
      assertThat(socket.event()).as("nothing after that").isNull();
    }
  }
}
