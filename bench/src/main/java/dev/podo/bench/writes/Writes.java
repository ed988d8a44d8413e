package dev.podo.bench.writes;

import dev.podo.bench.cluster.Clients;
import dev.podo.bench.cluster.HttpsClient;
import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Durable writes of one kilobyte each, by one client and by 64, at four depths in one run.
public final class Writes {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final int MANY = 64;
  private static final int CONNECTIONS = 4;
  private static final long MOST = 120_000;
  private static final String PATH = "/api/v1/namespaces/" + SampleObjects.NAMESPACE + "/configmaps";

  private final Duration time;
  private final Report report;

  public Writes(Duration time, Report report) {
    this.time = time;
    this.report = report;
  }

  public void run() throws Exception {
    var bare = bareRocks();
    store(bare);
    inProcess();
    overHttps();
  }

  /// Writes per second with one client and with many.
  private record Rates(double one, double many) {}

  @FunctionalInterface
  private interface ClientsOf {
    Clients of(int number);
  }

  private Rates measure(String what, String[] targets, ClientsOf clients) throws Exception {
    var numbering = new AtomicLong();
    clients.of(MANY).run(WARM_UP, MOST, numbering);
    clients.of(1).run(WARM_UP.dividedBy(2), MOST, numbering);
    var one = clients.of(1).run(time, MOST, numbering);
    tell(what + ", 1 client", one, targets[0]);
    var many = clients.of(MANY).run(time, MOST, numbering);
    tell(what + ", " + MANY + " clients", many, targets[1]);
    return new Rates(one.perSecond(), many.perSecond());
  }

  private void tell(String what, Clients.Outcome outcome, String target) {
    report.row(what, Units.count(outcome.perSecond()) + "/s, " + outcome.latencies().medianAndP99(), target);
  }

  private Rates bareRocks() throws Exception {
    try (var workspace = Workspace.create("rocks");
        var rocks = BareRocks.open(workspace.path("db"))) {
      return measure(
          "bare RocksDB, WriteBatch and sync", new String[] {"", ""}, n -> Clients.platform(n, rocks::write));
    }
  }

  private void store(Rates bare) throws Exception {
    try (var workspace = Workspace.create("store");
        var store = BareStore.open(workspace.path("store"))) {
      var rates =
          measure("store alone", new String[] {"the disk's fsync rate", ""}, n -> Clients.virtual(n, store::write));
      report.row("store ÷ bare RocksDB, 1 client", Units.ratio(rates.one(), bare.one()), "≥ 0.9 ×");
      report.row("store ÷ bare RocksDB, " + MANY + " clients", Units.ratio(rates.many(), bare.many()), "≥ 0.9 ×");
    }
  }

  private void inProcess() throws Exception {
    try (var workspace = Workspace.create("api");
        var cluster = LocalCluster.whole(workspace.path("store"))) {
      var api = cluster.admin();
      measure(
          "API in process, whole control plane",
          new String[] {"the disk's fsync rate", "≥ 20,000/s"},
          n ->
              Clients.virtual(
                  n,
                  i -> api.create(ConfigMaps.KIND, SampleObjects.configMap("c-" + i), WriteOptions.defaults())));
    }
  }

  private void overHttps() throws Exception {
    try (var workspace = Workspace.create("https");
        var cluster = LocalCluster.whole(workspace.path("store"))) {
      var connections = new ArrayList<HttpsClient>();
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          connections.add(cluster.https());
        }
        measure(
            "HTTPS, HTTP/2 (" + CONNECTIONS + " connections, client in the same process)",
            new String[] {"", "≥ 10 × kube-apiserver with etcd"},
            n -> Clients.virtual(n, i -> post(connections.get((int) (i % CONNECTIONS)), i)));
      } finally {
        connections.forEach(HttpsClient::close);
      }
    }
  }

  private static void post(HttpsClient client, long number) throws Exception {
    client.post(PATH, Json.encode(SampleObjects.configMap("c-" + number)));
  }
}
