package dev.podo.bench.watches;

import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.cluster.Poll;
import dev.podo.bench.load.Clients;
import dev.podo.bench.load.WatchProcess;
import dev.podo.bench.load.WatchProcess.Watching;
import dev.podo.bench.machine.Cpu;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.machine.ProcessUse;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.lease.Leases;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Watches over HTTP/2 and TLS of a client in a process of its own: what they take of the server's
/// heap while idle, and of its processors when there is much to tell.
final class HttpWatches {
  private static final String IDLE =
      "/api/v1/configmaps?watch=1&sendInitialEvents=true"
          + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=none%3Dsuch";
  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/" + SampleObjects.NAMESPACE + "/leases?watch=1";
  private static final int IDLE_EACH = 500;
  private static final int CONNECTIONS = 100;
  private static final int WARM = 1_000;
  private static final int EVENTS = 3_000;
  private static final int STEADY_EVENTS = 1_000;
  private static final int STEADY_RATE = 200;
  private static final int WRITERS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final LocalCluster cluster;
  private final Path directory;
  private final Report report;
  private final AtomicLong numbering = new AtomicLong();

  /// @param directory for the client's files
  HttpWatches(LocalCluster cluster, Path directory, Report report) {
    this.cluster = cluster;
    this.directory = directory;
    this.report = report;
  }

  void idle(int count) throws Exception {
    // What a connection takes once is not what a watch takes.
    try (var first = open("first", new Watching(1, 1, IDLE))) {
      first.bytes();
    }
    var before = Heap.live();
    try (var watches = open("idle", new Watching(count / IDLE_EACH, IDLE_EACH, IDLE))) {
      watches.bytes();
      var each = (Heap.live() - before) / (double) count;
      report.row(
          Units.count(count) + " idle watches over HTTPS, heap of the server",
          Units.bytes(each * count) + " (" + Units.bytes(each) + " each)",
          "< 50 MiB");
    }
  }

  private WatchProcess open(String name, Watching watching) throws IOException {
    return cluster.watch(watching, directory.resolve(name));
  }

  void fanOut(int watchers) throws Exception {
    var watching = new Watching(CONNECTIONS, watchers / CONNECTIONS, LEASES);
    try (var client = cluster.https();
        var control = new BufferedInputStream(client.open(LEASES));
        var watches = open("fan-out", watching)) {
      var told = new FanOut(watches, control, watchers);
      told.events(WARM, 0);
      var name = Units.count(watchers) + " watchers over HTTPS see " + Units.count(EVENTS);
      report.row(
          name + " writes at once", told.events(EVENTS, 0), "1,000 events/s to 1,000 watchers");
      report.row(
          name.replace(Units.count(EVENTS), Units.count(STEADY_EVENTS))
              + " writes, "
              + STEADY_RATE
              + " a second",
          told.events(STEADY_EVENTS, STEADY_RATE));
    }
  }

  /// Some watchers, and one more that tells how many bytes each of them is to get.
  private final class FanOut {
    private final WatchProcess watches;
    private final InputStream control;
    private final int watchers;
    private long expected;

    FanOut(WatchProcess watches, InputStream control, int watchers) {
      this.watches = watches;
      this.control = control;
      this.watchers = watchers;
    }

    /// Writes, and waits until all have seen it.
    ///
    /// @param perSecond at this pace; 0 for none
    String events(int count, int perSecond) throws Exception {
      var cpu = Cpu.used();
      var clients = ProcessUse.of(watches.pid()).cpu();
      var begin = System.nanoTime();
      write(cluster.admin(), count, perSecond);
      var size = bytesOf(count);
      expected += size * watchers;
      Poll.until("all events", PATIENCE, PAUSE, () -> watches.bytes() >= expected);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      long deliveries = (long) count * watchers;
      return Units.perSecond(deliveries, took)
          + " deliveries of "
          + Units.bytes(size / (double) count)
          + ", "
          + Units.perSecond(count, took)
          + " events to all; for each delivery the server spends "
          + Units.time(Cpu.used().minus(cpu).dividedBy(deliveries))
          + " CPU, writing included, the clients "
          + Units.time(ProcessUse.of(watches.pid()).cpu().minus(clients).dividedBy(deliveries));
    }

    private long bytesOf(int events) throws IOException {
      long bytes = 0;
      for (int lines = 0; lines < events; bytes++) {
        int next = control.read();
        if (next < 0) {
          throw new EOFException("the watch has ended");
        }
        lines += next == '\n' ? 1 : 0;
      }
      return bytes;
    }
  }

  private void write(Api api, int count, int perSecond) throws Exception {
    var begin = System.nanoTime();
    var first = numbering.get();
    Clients.Call create =
        i -> {
          if (perSecond > 0) {
            pause(begin + (i - first) * 1_000_000_000L / perSecond);
          }
          api.create(Leases.KIND, SampleObjects.lease("l-" + i), WriteOptions.defaults());
        };
    Clients.virtual(WRITERS, create).run(PATIENCE, count, numbering);
    numbering.set(first + count);
  }

  private static void pause(long untilNanos) throws InterruptedException {
    long left = untilNanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
