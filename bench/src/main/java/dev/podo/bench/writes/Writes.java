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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/// Durable writes of one kilobyte each, by one client and by 64, at four depths in one run.
public final class Writes {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final int MANY = 64;
  private static final int CONNECTIONS = 4;
  private static final int TURNS = 3;
  private static final long MOST = 120_000;
  private static final String PATH =
      "/api/v1/namespaces/" + SampleObjects.NAMESPACE + "/configmaps";

  private final Duration time;
  private final Report report;

  public Writes(Duration time, Report report) {
    this.time = time;
    this.report = report;
  }

  public void run() throws Exception {
    storeBesideRocks();
    inProcess();
    overHttps();
  }

  /// Something that writes, with its clients of each number.
  private record Writer(String name, AtomicLong numbering, IntFunction<Clients> clients) {
    Writer(String name, IntFunction<Clients> clients) {
      this(name, new AtomicLong(), clients);
    }

    Clients.Outcome run(int number, Duration time) throws Exception {
      return clients.apply(number).run(time, MOST, numbering);
    }
  }

  private void measure(Writer writer, String targetOfOne, String targetOfMany) throws Exception {
    writer.run(MANY, WARM_UP);
    writer.run(1, WARM_UP.dividedBy(2));
    tell(writer, 1, writer.run(1, time), targetOfOne);
    tell(writer, MANY, writer.run(MANY, time), targetOfMany);
  }

  private void tell(Writer writer, int number, Clients.Outcome outcome, String target) {
    report.row(
        writer.name() + ", " + number + (number == 1 ? " client" : " clients"),
        Units.count(outcome.perSecond()) + "/s, " + outcome.latencies().medianAndP99(),
        target);
  }

  /// In turns, because the disk and the neighbours change from second to second.
  private void storeBesideRocks() throws Exception {
    try (var workspace = Workspace.create("store");
        var rocks = BareRocks.open(workspace.path("rocks"));
        var store = BareStore.open(workspace.path("store"))) {
      var bare =
          new Writer("bare RocksDB, WriteBatch and sync", n -> Clients.platform(n, rocks::write));
      var ours = new Writer("store alone", n -> Clients.virtual(n, store::write));
      for (int number : List.of(1, MANY)) {
        bare.run(number, WARM_UP.dividedBy(2));
        ours.run(number, WARM_UP.dividedBy(2));
        var ofBare = new ArrayList<Clients.Outcome>();
        var ofOurs = new ArrayList<Clients.Outcome>();
        for (int turn = 0; turn < TURNS; turn++) {
          ofBare.add(bare.run(number, time.dividedBy(2)));
          ofOurs.add(ours.run(number, time.dividedBy(2)));
        }
        var bareAll = Clients.Outcome.sum(ofBare);
        var oursAll = Clients.Outcome.sum(ofOurs);
        tell(bare, number, bareAll, "");
        tell(ours, number, oursAll, number == 1 ? "the disk's fsync rate" : "");
        report.row(
            "store ÷ bare RocksDB, " + number + (number == 1 ? " client" : " clients"),
            Units.ratio(oursAll.perSecond(), bareAll.perSecond()),
            "≥ 0.9 ×");
      }
    }
  }

  private void inProcess() throws Exception {
    try (var workspace = Workspace.create("api");
        var cluster = LocalCluster.whole(workspace.path("store"))) {
      var api = cluster.admin();
      Clients.Call create =
          i ->
              api.create(
                  ConfigMaps.KIND, SampleObjects.configMap("c-" + i), WriteOptions.defaults());
      measure(
          new Writer("API in process, whole control plane", n -> Clients.virtual(n, create)),
          "the disk's fsync rate",
          "≥ 20,000/s");
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
        Clients.Call post = i -> post(connections.get((int) (i % CONNECTIONS)), i);
        measure(
            new Writer(
                "HTTPS, HTTP/2 (" + CONNECTIONS + " connections, client in the same process)",
                n -> Clients.virtual(n, post)),
            "",
            "≥ 10 × kube-apiserver with etcd");
      } finally {
        connections.forEach(HttpsClient::close);
      }
    }
  }

  private static void post(HttpsClient client, long number) throws Exception {
    client.post(PATH, Json.encode(SampleObjects.configMap("c-" + number)));
  }
}
