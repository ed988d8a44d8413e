package dev.podo.apiserver.watch;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.Objects;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.store.Commit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One connection of HTTP/2 on which the client lets two responses lie while it reads a third.
class SharedConnectionTest {
  private static final int WINDOW = 256;
  private static final int ROUND = 100;
  private static final int EVENTS = 1_000;
  private static final int MAPS = 40;
  private static final String LIST = "/api/v1/namespaces/default/configmaps";
  private final Clock clock = Environment.system().clock();
  private final TestServer server = WatchedLeases.patientServer(WINDOW);

  @AfterEach
  void stop() {
    server.close();
  }

  private Deadline patience() {
    return Deadline.after(clock, Duration.ofMinutes(2));
  }

  private void change(int times) throws Exception {
    var key = ObjectStore.key(Leases.KIND, "default", "busy");
    var spec = LeaseSpec.builder().holderIdentity("x".repeat(4_000)).build();
    var lease = Lease.builder().metadata(Objects.meta("default", "busy")).spec(spec).build();
    for (var i = 0; i < times; i++) {
      server
          .store()
          .commit(Commit.<Stored>builder().put(key, new Stored(lease)).build(), patience());
    }
  }

  @Test
  void whatIsNotReadHoldsUpNothingElse() throws Exception {
    for (var i = 0; i < MAPS; i++) {
      var map = configMap("m" + i, "k", "x".repeat(50_000));
      server.admin().create(ConfigMaps.KIND, map, WriteOptions.defaults());
    }
    var before = WatchedLeases.watchers(server);
    try (var connection = SharedConnection.open(server)) {
      var leftWatch = connection.get(WatchedLeases.PATH, false);
      var leftList = connection.get(LIST, false);
      var watch = connection.get(WatchedLeases.PATH, true);
      WatchedLeases.awaitWatchers(server, before + 2);

      for (var told = 0; told < EVENTS; told += ROUND) {
        change(ROUND);
        while (watch.lines() < told + ROUND) {
          connection.next();
        }
      }
      assertThat(watch.size()).isGreaterThan(4_000 * EVENTS);
      assertThat(leftWatch.size()).isLessThanOrEqualTo(SharedConnection.WINDOW);
      assertThat(leftList.size()).isLessThanOrEqualTo(SharedConnection.WINDOW);
      // The events have left the window long ago, and who did not read them has been given up.
      WatchedLeases.awaitWatchers(server, before + 1);

      leftWatch.read();
      leftList.read();
      while (!leftWatch.ended() || !leftList.ended()) {
        connection.next();
      }
      assertThat(leftWatch.size())
          .as("what the server kept for who did not read")
          .isLessThan(4 * SharedConnection.WINDOW);
      assertThat(leftWatch.text().lines().toList().getLast())
          .startsWith("{\"type\":\"ERROR\"")
          .contains("\"reason\":\"Expired\"", "\"code\":410");
      var list = (Map<?, ?>) Json.parse(leftList.text().getBytes(StandardCharsets.UTF_8));
      assertThat((List<?>) list.get("items")).hasSize(MAPS);
    }
  }
}
