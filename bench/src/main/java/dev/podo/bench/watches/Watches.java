package dev.podo.bench.watches;

import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What watchers cost.
public final class Watches {
  private static final int IDLE = 10_000;
  private static final int READERS = 1_000;
  private static final int EVENTS = 5_000;
  private static final int WRITERS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Report report;

  public Watches(Report report) {
    this.report = report;
  }

  public void run() throws Exception {
    try (var workspace = Workspace.create("watches");
        var cluster = LocalCluster.apiOnly(workspace.path("store"))) {
      idle(cluster.admin());
      fanOut(cluster.admin());
      var overHttps = new HttpWatches(cluster, workspace.path("clients"), report);
      overHttps.idle(IDLE);
      overHttps.fanOut(READERS);
    }
  }

  private void idle(Api api) throws InterruptedException {
    var watches = new ArrayList<WatchStream<ConfigMap>>();
    var before = Heap.live();
    try {
      for (int i = 0; i < IDLE; i++) {
        watches.add(api.watch(ConfigMaps.KIND, WatchOptions.stateAndChanges()));
      }
      var each = (Heap.live() - before) / (double) watches.size();
      report.row(
          Units.count(IDLE) + " idle watches in process, heap",
          Units.bytes(each * IDLE) + " (" + Units.bytes(each) + " each)",
          "< 50 MiB");
    } finally {
      watches.forEach(WatchStream::close);
    }
  }

  private void fanOut(Api api) throws Exception {
    var ready = new CountDownLatch(READERS);
    var done = new CountDownLatch(READERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < READERS; i++) {
        threads.execute(() -> read(api, ready, done));
      }
      await(ready);
      var begin = System.nanoTime();
      var writing =
          Clients.virtual(
              WRITERS,
              i ->
                  api.create(
                      ConfigMaps.KIND, SampleObjects.configMap("w-" + i), WriteOptions.defaults()));
      var written = writing.run(PATIENCE, EVENTS, new AtomicLong());
      await(done);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      report.row(
          Units.count(READERS) + " watchers in process see " + Units.count(EVENTS) + " writes",
          Units.perSecond((long) READERS * EVENTS, took)
              + " deliveries, "
              + Units.perSecond(EVENTS, took)
              + " events to all; the writes alone took "
              + Units.time(written.took())
              + ", all "
              + Units.time(took),
          "1,000 events/s to 1,000 watchers");
    }
  }

  private static void await(CountDownLatch latch) throws IOException, InterruptedException {
    if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(
          "watchers did not see everything in time; missing: " + latch.getCount());
    }
  }

  private static void read(Api api, CountDownLatch ready, CountDownLatch done) {
    try (var watch = api.watch(ConfigMaps.KIND, WatchOptions.stateAndChanges())) {
      var initial = true;
      for (int seen = 0; seen < EVENTS; ) {
        var event = watch.next(Deadline.never());
        if (event == null) {
          return;
        }
        if (event.initialEventsEnd()) {
          initial = false;
          ready.countDown();
        } else if (!initial && event.object().metadata().name().startsWith("w-")) {
          seen++;
        }
      }
      done.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
