package dev.podo.bench.writes;

import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.load.Clients;
import dev.podo.bench.load.LoadProcess;
import dev.podo.bench.load.Operation;
import dev.podo.bench.machine.Machine;
import dev.podo.bench.machine.WarmUp;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Durable writes of one kilobyte each, by one client and by 64, at four depths in one run, with
/// bare RocksDB and etcd as peers.
public final class Writes {
  private static final int MANY = 64;
  private static final int CONNECTIONS = 4;
  private static final int TURNS = 3;
  private static final long WARM = 20_000;
  private static final int STEADY_RATE = 2_000;
  private static final int MOST_UNDER_WAY = 1_000;
  private static final Map<Operation, String> OTHERS =
      Map.of(
          Operation.GET,
          "get",
          Operation.UPDATE,
          "update",
          Operation.PATCH,
          "merge patch",
          Operation.APPLY,
          "server-side apply");
  private static final String FSYNC_RATE = "the disk's fsync rate";

  private final Duration time;
  private final Report report;

  public Writes(Duration time, Report report) {
    this.time = time;
    this.report = report;
  }

  public void run() throws Exception {
    storeBesideRocks();
    etcd();
    inProcess();
    overHttps();
  }

  private void measure(Writer writer, String whose, String targetOfOne, String targetOfMany)
      throws Exception {
    WarmUp.by(WARM, slice -> writer.run(MANY, slice).count());
    WarmUp.by(0, slice -> writer.run(1, slice).count());
    tell(writer, 1, writer.run(1, time), whose, targetOfOne);
    tell(writer, MANY, writer.run(MANY, time), whose, targetOfMany);
  }

  /// @param whose processor time is told; "" for nobody's
  private void tell(
      Writer writer, int clients, Writer.Measured measured, String whose, String target) {
    var outcome = measured.outcome();
    var cpu =
        whose.isEmpty() ? "" : "; " + whose + " " + Units.time(measured.cpuEach()) + " CPU each";
    report.row(
        writer.name() + ", " + clients + (clients == 1 ? " client" : " clients"),
        Units.count(outcome.perSecond()) + "/s, " + outcome.latencies().medianAndP99() + cpu,
        target);
  }

  /// In turns, because the disk and the neighbours change from second to second.
  private void storeBesideRocks() throws Exception {
    try (var workspace = Workspace.create("store");
        var rocks = BareRocks.open(workspace.path("rocks"));
        var store = BareStore.open(workspace.path("store"))) {
      var bare =
          Writer.of("bare RocksDB, WriteBatch and sync", n -> Clients.platform(n, rocks::write));
      var ours = Writer.of("store alone", n -> Clients.virtual(n, store::write));
      WarmUp.by(WARM, slice -> ours.run(MANY, slice).count());
      for (int clients : List.of(1, MANY)) {
        WarmUp.by(0, slice -> bare.run(clients, slice).count());
        WarmUp.by(0, slice -> ours.run(clients, slice).count());
        var ofBare = new ArrayList<Writer.Measured>();
        var ofOurs = new ArrayList<Writer.Measured>();
        for (int turn = 0; turn < TURNS; turn++) {
          ofBare.add(bare.run(clients, time.dividedBy(2)));
          ofOurs.add(ours.run(clients, time.dividedBy(2)));
        }
        var bareAll = Writer.Measured.sum(ofBare);
        var oursAll = Writer.Measured.sum(ofOurs);
        tell(bare, clients, bareAll, "with", "");
        tell(ours, clients, oursAll, "with", clients == 1 ? FSYNC_RATE : "");
        report.row(
            "store ÷ bare RocksDB, " + clients + (clients == 1 ? " client" : " clients"),
            Units.ratio(oursAll.outcome().perSecond(), bareAll.outcome().perSecond()),
            "≥ 0.9 ×");
      }
    }
  }

  private void etcd() throws Exception {
    var name = "etcd alone, gRPC in clear text (" + CONNECTIONS + " connections)";
    if (!Machine.has("etcd")) {
      report.notMeasured(name, "etcd is not installed", "");
      return;
    }
    try (var workspace = Workspace.create("etcd");
        var etcd = Etcd.start(workspace.path("etcd"), CONNECTIONS)) {
      measure(Writer.of(name, n -> Clients.virtual(n, etcd::write)), "", "", "");
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
          Writer.of("API in process, whole control plane", n -> Clients.virtual(n, create)),
          "with",
          FSYNC_RATE,
          "≥ 20,000/s");
    }
  }

  private void overHttps() throws Exception {
    try (var workspace = Workspace.create("https");
        var cluster = LocalCluster.whole(workspace.path("store"));
        var load = cluster.load(CONNECTIONS, workspace.path("client"))) {
      var name = "HTTPS, HTTP/2 (" + CONNECTIONS + " connections)";
      measure(
          new Writer(name, (n, slice) -> load.run(Operation.CREATE, n, slice)),
          "the server",
          "",
          "≥ 10 × kube-apiserver with etcd");
      steadily(load, name);
      others(load, name);
    }
  }

  /// What else is done to the objects that were created; at last they are deleted.
  private void others(LoadProcess load, String name) throws Exception {
    for (var operation :
        List.of(Operation.GET, Operation.UPDATE, Operation.PATCH, Operation.APPLY)) {
      var writer =
          new Writer(
              name + ", " + OTHERS.get(operation), (n, slice) -> load.run(operation, n, slice));
      WarmUp.by(WARM, slice -> writer.run(MANY, slice).count());
      tell(writer, MANY, writer.run(MANY, time), "the server", "");
    }
    var deletion =
        new Writer(name + ", delete", (n, slice) -> load.run(Operation.DELETE, n, slice));
    deletion.run(MANY, time.dividedBy(4));
    if (load.objects() > 0) {
      tell(deletion, MANY, deletion.run(MANY, time), "the server", "");
    }
  }

  private void steadily(LoadProcess load, String name) throws Exception {
    var steady =
        new Writer(
            name + ", steadily " + Units.count(STEADY_RATE) + "/s",
            (most, slice) -> load.steadily(STEADY_RATE, most, slice));
    steady.run(MOST_UNDER_WAY, time.dividedBy(2));
    var measured = steady.run(MOST_UNDER_WAY, time.multipliedBy(2));
    var outcome = measured.outcome();
    report.row(
        steady.name(),
        Units.count(outcome.perSecond())
            + "/s, "
            + outcome.latencies().medianAndP99()
            + "; the server "
            + Units.time(measured.cpuEach())
            + " CPU each",
        "p99 ≤ 10 ms");
  }
}
