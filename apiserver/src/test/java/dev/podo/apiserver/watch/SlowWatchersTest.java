package dev.podo.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.Objects;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.watch.WatchSocket.Transport;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.store.Commit;
import dev.podo.store.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Watchers that stop reading at their socket, beside others that go on, while a hundred thousand
/// events pass through a window of a thousand.
class SlowWatchersTest {
  private static final int EVENTS = 100_000;
  private static final int ROUND = 500;
  private static final int WINDOW = 1_024;
  private static final String VERSION = "\"resourceVersion\":\"";

  private final Clock clock = Environment.system().clock();
  private final TestServer server = WatchedLeases.patientServer(WINDOW);

  @AfterEach
  void stop() {
    server.close();
  }

  private Deadline patience() {
    return Deadline.after(clock, Duration.ofMinutes(2));
  }

  /// One who reads on: how many events he has read, and their versions' digest at the end.
  private record Reader(AtomicLong count, Promise<Long> digest) {}

  private Reader readOn(WatchSocket socket) {
    var count = new AtomicLong();
    var digest =
        server
            .scope()
            .compute(
                "reader",
                () -> {
                  var sum = 0L;
                  for (var i = 0; i < EVENTS; i++) {
                    sum = 31 * sum + version(socket.event());
                    count.incrementAndGet();
                  }
                  return sum;
                });
    return new Reader(count, digest);
  }

  private static long version(String event) {
    var from = event.indexOf(VERSION) + VERSION.length();
    return Long.parseLong(event, from, event.indexOf('"', from), 10);
  }

  /// Changes one object again and again, many at once: only the events matter.
  private void change(int times) throws Exception {
    var key = ObjectStore.key(Leases.KIND, "default", "busy");
    var lease = Lease.builder().metadata(Objects.meta("default", "busy")).build();
    var written = new ArrayList<Promise<Boolean>>();
    for (var i = 0; i < times; i++) {
      var commit = Commit.<Stored>builder().put(key, new Stored(lease)).build();
      written.add(
          server
              .scope()
              .compute(
                  "writer",
                  () -> {
                    server.store().commit(commit, patience());
                    return true;
                  }));
    }
    for (var each : written) {
      each.await(patience());
    }
  }

  private static long digest(Cursor<Stored> cursor, long before) {
    var sum = before;
    for (var event = cursor.poll(); event != null; event = cursor.poll()) {
      sum = 31 * sum + event.revision();
    }
    return sum;
  }

  private void await(Reader reader, long count) throws InterruptedException {
    var patience = patience();
    while (reader.count().get() < count && !reader.digest().isDone()) {
      assertThat(patience.hasPassed(clock)).as("the other reads on").isFalse();
      clock.sleep(Duration.ofMillis(1));
    }
  }

  @Test
  void whoDoesNotReadIsCutOffAndTheOthersSeeEverything() throws Exception {
    var before = WatchedLeases.watchers(server);
    var slow = new ArrayList<WatchSocket>();
    for (var transport : Transport.values()) {
      slow.add(WatchSocket.open(transport, server, WatchedLeases.PATH, true));
    }
    try (var other = WatchSocket.open(Transport.HTTP_2, server, WatchedLeases.PATH, false)) {
      WatchedLeases.awaitWatchers(server, before + slow.size() + 1);
      var reader = readOn(other);
      var expected = 0L;
      try (var all = server.store().watch(WatchedLeases.KEY, server.store().image().revision())) {
        for (var told = 0; told < EVENTS; told += ROUND) {
          change(ROUND);
          expected = digest(all, expected);
          await(reader, told + ROUND);
        }
      }
      assertThat(reader.digest().await(patience())).isEqualTo(expected);
      WatchedLeases.awaitWatchers(server, before + 1);
    }
    for (var socket : slow) {
      assertThat(readsWhatWasQueuedAndWhy(socket)).isLessThan(EVENTS);
      socket.close();
    }
    WatchedLeases.awaitWatchers(server, before);
  }

  /// @return how many events had been queued
  private static int readsWhatWasQueuedAndWhy(WatchSocket socket) {
    var queued = 0;
    var event = socket.event();
    for (var last = 0L;
        event.startsWith("{\"type\":\"ADDED\"") || event.startsWith("{\"type\":\"MODIFIED\"");
        queued++) {
      assertThat(version(event)).isGreaterThan(last);
      last = version(event);
      event = socket.event();
    }
    assertThat(event).contains("\"reason\":\"Expired\"", "\"code\":410");
    assertThat(socket.event()).as("nothing after that").isNull();
    return queued;
  }
}
